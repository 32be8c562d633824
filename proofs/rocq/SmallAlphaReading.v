(** Reading the section on small [alpha]: where Lambert's function is used. *)

From Coq Require Import Reals Lra.
From SkillTheory Require Import Vocabulary Sums Functions Information Bridge Domain SmallAlpha.
Open Scope R_scope.

Lemma lambert_argument : forall alpha beta kappa theta,
  0 < alpha < 1 -> 1 < beta -> 0 < kappa -> 0 < theta < 1 ->
  kappa * theta * kl (alpha * beta) alpha = h theta -> alpha * beta < 1 ->
  - exp (- 1) <= (- 1 + h theta / (alpha * kappa * theta)) * exp (- 1).
Proof.
  intros alpha beta kappa theta ha hb hk ht on_it below.
  assert (0 <= h theta / (alpha * kappa * theta)).
  { rewrite <- on_it. apply Rmult_le_pos.
    - apply Rmult_le_pos; [apply Rmult_le_pos; lra | apply gibbs_two; [easy |]].
      split; [apply Rmult_lt_0_compat; lra | easy].
    - apply Rlt_le, Rinv_0_lt_compat. repeat apply Rmult_lt_0_compat; lra. }
  pose proof (exp_pos (- 1)). nra.
Qed.
#[export] Hint Resolve lambert_argument : domain.
