(** Events: the union bound, and the event of which the theorem speaks. *)

From Coq Require Import Reals Lra Lia Classical.
From SkillTheory Require Import Vocabulary Sums.
Open Scope R_scope.

Section Measure.
Context {Omega : Type} (P : probability Omega).

Lemma pr_impossible : P (fun _ => False) = 0.
Proof.
  pose proof (pr_either _ P (fun _ => True) (fun _ => False) ltac:(intuition)) as sum.
  rewrite (pr_same _ P _ (fun _ => True)), (pr_certain _ P) in sum by intuition. lra.
Qed.

(** [B] is [A] or the rest of [B]. *)
Lemma pr_rest : forall A B : Omega -> Prop, (forall w, A w -> B w) ->
  P B = P A + P (fun w => B w /\ ~ A w).
Proof.
  intros A B inside. rewrite <- pr_either by intuition. apply pr_same.
  intros w. destruct (classic (A w)); intuition.
Qed.

Lemma pr_mono : forall A B : Omega -> Prop, (forall w, A w -> B w) -> P A <= P B.
Proof.
  intros A B inside. rewrite (pr_rest A B inside).
  pose proof (pr_nonneg _ P (fun w => B w /\ ~ A w)). lra.
Qed.

Lemma pr_or : forall A B : Omega -> Prop, P (fun w => A w \/ B w) <= P A + P B.
Proof.
  intros A B. rewrite (pr_rest A (fun w => A w \/ B w)) by intuition.
  apply Rplus_le_compat_l, pr_mono. intuition.
Qed.

Theorem union_bound : forall (n : nat) (A : nat -> Omega -> Prop),
  P (fun w => exists y, (1 <= y <= n)%nat /\ A y w) <= Sum 1 n (fun y => P (A y)).
Proof.
  intros n A. induction n as [| n IH].
  - rewrite Sum_empty, <- pr_impossible by lia. apply pr_mono. intros w (y & inside & _). lia.
  - rewrite Sum_last by lia. eapply Rle_trans; [| apply Rplus_le_compat_r, IH].
    eapply Rle_trans; [| apply pr_or]. apply pr_mono. intros w (y & inside & here).
    destruct (Nat.eq_dec y (S n)) as [-> | other]; [now right |].
    left. exists y. split; [lia | easy].
Qed.
End Measure.

(** ** Edges of the skill graph

    [e w N1 N2 k n m y j l] counts the edges from the [y]-th set of [n] pieces
    to the [l]-th skill of the [j]-th set of [m] skills, in a graph of [N1]
    pieces with [k] draws each from [N2] skills. *)

Definition edge_count (Omega : Type) : Type :=
  Omega -> nat -> nat -> nat -> nat -> nat -> nat -> nat -> nat -> nat.

(** The edges at which a skill is lost. *)
Definition quota (N2 k n : nat) (beta : R) : R := beta * INR k * INR n / INR N2.

(** Some set of [n] pieces leaves some set of [m] skills lost. *)
Definition lost {Omega} (e : edge_count Omega) (N1 N2 k n m : nat) (beta : R) (w : Omega) : Prop :=
  exists y, (1 <= y <= binom N1 n)%nat /\
  exists j, (1 <= j <= binom N2 m)%nat /\
  forall l, (1 <= l <= m)%nat -> quota N2 k n beta <= INR (e w N1 N2 k n m y j l).

(** The edges that leave [n] pieces fall into [m] skills like tosses of a coin. *)
Definition mixing {Omega} (P : probability Omega) (e : edge_count Omega) : Prop :=
  forall N1 N2 k n m y j z,
  (1 <= N1)%nat -> (1 <= N2)%nat -> (1 <= k)%nat -> (1 <= n)%nat -> (1 <= m)%nat ->
  (1 <= y)%nat -> (1 <= j)%nat -> (n <= N1)%nat -> (m <= N2)%nat ->
  P (fun w => z <= Sum 1 m (fun l => INR (e w N1 N2 k n m y j l))) =
  tail (k * n) (INR m / INR N2) z.

(** There are ever fewer skills than pieces. *)
Definition sparse (S : nat -> nat) : Prop :=
  forall eta, 0 < eta -> exists M, (1 <= M)%nat /\
  forall N1, (1 <= N1)%nat -> (M <= N1)%nat -> INR (S N1) <= eta * INR N1.

#[export] Hint Unfold edge_count quota lost mixing sparse : reading.
