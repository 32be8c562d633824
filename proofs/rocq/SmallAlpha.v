(** The divergence for small [alpha], and the boundary in closed form. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums Information Distances Boundary.
Open Scope R_scope.

(* emergence.phi-bound : alpha beta *)
Theorem phi_bound : forall alpha beta,
  0 < alpha < 1 -> 1 < beta -> alpha * beta < 1 -> alpha * phi beta <= kl (alpha * beta) alpha.
Proof.
  intros alpha beta ha hb below. destruct (level_inside alpha beta ha hb below) as [_ inside].
  rewrite kl_by_phi by easy. replace (alpha * beta / alpha) with beta by (field; lra).
  pose proof (phi_nonneg ((1 - alpha * beta) / (1 - alpha)) ltac:(apply div_pos; lra)). nra.
Qed.

(* emergence.phi-gap : alpha beta *)
Theorem phi_gap : forall alpha beta,
  0 < alpha < 1 -> 1 < beta -> alpha * beta < 1 ->
  kl (alpha * beta) alpha <= alpha * phi beta + alpha ^ 2 * (beta - 1) ^ 2 / (1 - alpha).
Proof.
  intros alpha beta ha hb below. destruct (level_inside alpha beta ha hb below) as [_ inside].
  rewrite kl_by_phi by easy. replace (alpha * beta / alpha) with beta by (field; lra).
  apply Rplus_le_compat_l.
  set (r := (1 - alpha * beta) / (1 - alpha)). assert (0 < r) by (apply div_pos; lra).
  assert (square : phi r <= (r - 1) ^ 2).
  { unfold phi. pose proof (log_bound r H). nra. }
  apply (Rmult_le_compat_l (1 - alpha)) in square; [| lra].
  eapply Rle_trans; [apply square |]. apply Req_le. unfold r. field. lra.
Qed.

(* emergence.closed-form given emergence.lambert : W alpha beta kappa theta *)
Theorem closed_form : forall W alpha beta kappa theta,
  (forall v, - exp (-1) <= v -> exp (W v) * W v = v /\ -1 <= W v) ->
  0 < alpha < 1 -> 1 < beta -> 0 < kappa -> 0 < theta < 1 ->
  boundary alpha beta kappa theta -> alpha * beta < 1 ->
  beta <= exp (1 + W ((h theta / (alpha * kappa * theta) - 1) * exp (-1))).
Proof.
  intros W alpha beta kappa theta lambert ha hb hk ht on_it below.
  set (c := h theta / (alpha * kappa * theta)).
  assert (small : phi beta <= c).
  { pose proof (phi_bound alpha beta ha hb below) as bound.
    apply on_boundary in on_it; try lra. rewrite on_it in bound.
    apply (Rmult_le_reg_l alpha); [lra |].
    replace (alpha * c) with (h theta / theta / kappa) by (unfold c; field; lra). easy. }
  pose proof (phi_nonneg beta ltac:(lra)) as pos.
  assert (0 <= c * exp (-1)) by (apply Rmult_le_pos; [lra | apply Rlt_le, exp_pos]).
  destruct (lambert ((c - 1) * exp (-1))) as [solves principal]; [lra |].
  set (w := W ((c - 1) * exp (-1))) in *. set (B := exp (1 + w)).
  assert (hB : 1 <= B)
    by (apply Rle_trans with (exp 0); [rewrite exp_0; lra | apply exp_le; lra]).
  assert (lnB : ln B = 1 + w) by apply ln_exp.
  assert (at_B : phi B = c).
  { unfold phi. rewrite lnB.
    assert (B * w = c - 1); [| lra].
    unfold B. rewrite exp_plus. replace (exp 1 * exp w * w) with (exp 1 * (exp w * w)) by ring.
    rewrite solves. rewrite (Rmult_comm (c - 1)), <- Rmult_assoc, <- exp_plus.
    replace (1 + -1) with 0 by ring. rewrite exp_0. ring. }
  destruct (Rle_lt_dec beta B) as [done | more]; [easy | exfalso].
  pose proof (log_ratio_strict beta B ltac:(lra) ltac:(lra) ltac:(lra)) as above.
  rewrite ln_div in above by lra.
  assert (0 <= ln B * (beta - B)) by (apply Rmult_le_pos; lra).
  unfold phi in *. nra.
Qed.
