(** What keeping a skill means. *)

From Coq Require Import Reals Lra.
From SkillTheory Require Import Vocabulary.
Open Scope R_scope.

(* skillgraph.competence : d x beta theta *)
Theorem competence : forall (d x : nat) beta theta,
  (1 <= d)%nat -> 1 < beta -> 0 < theta < 1 ->
  INR x < beta * theta * INR d -> 1 - beta * theta < 1 - INR x / INR d.
Proof.
  intros d x beta theta some hb ht few. assert (0 < INR d) by now apply lt_0_INR.
  assert (INR x / INR d < beta * theta); [| lra].
  apply (Rmult_lt_reg_r (INR d)); [easy |].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

(* skillgraph.vacuous : beta theta *)
Theorem vacuous : forall beta theta,
  1 < beta -> 0 < theta < 1 -> 1 <= beta * theta -> 1 - beta * theta <= 0.
Proof. intros. lra. Qed.
