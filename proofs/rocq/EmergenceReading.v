(** Reading the chapter on emergence: "from some number of pieces on". *)

From Coq Require Import Reals Lra.
From SkillTheory Require Import Vocabulary Sums Functions Bridge Emergence.
Open Scope R_scope.

Ltac from_the_same H :=
  let size := fresh "M" in
  destruct H as [size H]; exists size; destruct H as [? H]; split; [assumption |].

(** Both say the same of all sizes from the same one on. *)
Ltac eventually H :=
  from_the_same H;
  let N1 := fresh "N1" in let n := fresh "n" in let m := fresh "m" in
  match goal with
  | |- forall _ _ _ : nat, _ => intros N1 n m
  | |- _ => intros N1 ? n ? m
  end;
  intros;
  first
    [ specialize (H N1 n m)
    | specialize (H N1); supply H; specialize (H n); supply H; specialize (H m) ];
  conclude H.

(** The same for the assumption that skills are few. *)
Ltac few H eta small :=
  let here := fresh in
  pose proof (H eta small) as here; from_the_same here;
  let N1 := fresh "N1" in intros N1; intros; specialize (here N1); conclude here.

#[export] Hint Extern 1 (exists _ : nat, _) =>
  match goal with
  | H : exists _ : nat, _ |- _ => eventually H
  | H : forall x : R, 0 < x -> exists _ : nat, _, small : 0 < ?eta |- _ => few H eta small
  end : restating.
