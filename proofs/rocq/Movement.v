(** How the boundary of the emergence theorem moves with its parameters. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums Information Distances Boundary.
Open Scope R_scope.

(* emergence.entropy-rate : theta_1 theta_2 *)
Theorem entropy_rate : forall theta1 theta2,
  0 < theta1 < 1 -> 0 < theta2 < 1 -> theta1 < theta2 -> h theta2 / theta2 < h theta1 / theta1.
Proof.
  intros t1 t2 ht1 ht2 less.
  pose proof (cross_entropy_two_strict t1 t2 ht1 ht2 ltac:(lra)) as coded.
  apply (Rmult_lt_reg_r (t1 * t2)); [apply Rmult_lt_0_compat; lra |].
  replace (h t2 / t2 * (t1 * t2)) with (t1 * h t2) by (field; lra).
  replace (h t1 / t1 * (t1 * t2)) with (t2 * h t1) by (field; lra).
  apply (Rmult_lt_compat_l t1) in coded; [| lra]. unfold h at 2.
  assert (ln (1 - t1) < 0) by (rewrite <- ln_1; apply ln_increasing; lra). nra.
Qed.

(** A smaller divergence on the boundary means a smaller [beta]. *)
Lemma smaller_rate : forall alpha beta1 beta2 rate1 rate2,
  0 < alpha < 1 -> 1 < beta1 -> 1 < beta2 -> alpha * beta1 < 1 -> alpha * beta2 < 1 ->
  kl (alpha * beta1) alpha = rate1 -> kl (alpha * beta2) alpha = rate2 -> rate2 < rate1 ->
  beta2 < beta1.
Proof.
  intros alpha beta1 beta2 rate1 rate2 ha hb1 hb2 below1 below2 <- <- less.
  now apply (reflects alpha).
Qed.

(* emergence.falls-in-k : alpha beta_1 beta_2 k_1 k_2 theta *)
Theorem falls_in_k : forall alpha beta1 beta2 k1 k2 theta,
  0 < alpha < 1 -> 1 < beta1 -> 1 < beta2 -> 0 < k1 -> 0 < k2 -> 0 < theta < 1 ->
  k1 < k2 -> boundary alpha beta1 k1 theta -> boundary alpha beta2 k2 theta ->
  alpha * beta1 < 1 -> alpha * beta2 < 1 -> beta2 < beta1.
Proof.
  intros alpha beta1 beta2 k1 k2 theta ha hb1 hb2 hk1 hk2 ht less first second below1 below2.
  apply on_boundary in first; try lra. apply on_boundary in second; try lra.
  apply (smaller_rate alpha _ _ _ _ ha hb1 hb2 below1 below2 first second).
  assert (0 < h theta / theta).
  { pose proof (gibbs_two_strict alpha (alpha * beta1) ha ltac:(nra) ltac:(nra)) as pos.
    rewrite first in pos. apply (Rmult_lt_reg_r (/ k1)); [now apply Rinv_0_lt_compat | lra]. }
  apply Rmult_lt_compat_l; [easy |]. apply Rinv_lt_contravar; [now apply Rmult_lt_0_compat | easy].
Qed.

(* emergence.falls-in-theta : alpha beta_1 beta_2 kappa theta_1 theta_2 *)
Theorem falls_in_theta : forall alpha beta1 beta2 kappa theta1 theta2,
  0 < alpha < 1 -> 1 < beta1 -> 1 < beta2 -> 0 < kappa -> 0 < theta1 < 1 -> 0 < theta2 < 1 ->
  theta1 < theta2 -> boundary alpha beta1 kappa theta1 -> boundary alpha beta2 kappa theta2 ->
  alpha * beta1 < 1 -> alpha * beta2 < 1 -> beta2 < beta1.
Proof.
  intros alpha beta1 beta2 kappa theta1 theta2 ha hb1 hb2 hk ht1 ht2 less first second below1 below2.
  apply on_boundary in first; try lra. apply on_boundary in second; try lra.
  apply (smaller_rate alpha _ _ _ _ ha hb1 hb2 below1 below2 first second).
  apply Rmult_lt_compat_r; [now apply Rinv_0_lt_compat |]. now apply entropy_rate.
Qed.

Lemma h_increasing : forall t1 t2, 0 < t1 -> t1 < t2 -> 2 * t2 <= 1 -> h t1 < h t2.
Proof.
  intros t1 t2 ht1 less half.
  pose proof (cross_entropy_two_strict t2 t1 ltac:(lra) ltac:(lra) ltac:(lra)) as coded.
  assert (ln t2 <= ln (1 - t2)) by (apply ln_le; lra). unfold h at 2. nra.
Qed.

(** With the error share [s = theta beta] held fixed, [theta kl] falls in [theta]. *)
Lemma share_relaxes : forall alpha s t1 t2,
  0 < alpha < 1 -> 0 < t1 -> t1 < t2 -> t2 < s -> alpha * s < t1 ->
  t2 * kl (alpha * (s / t2)) alpha < t1 * kl (alpha * (s / t1)) alpha.
Proof.
  intros alpha s t1 t2 ha ht1 less above inside.
  assert (0 < alpha * s) by (apply Rmult_lt_0_compat; lra).
  assert (share : forall t, 0 < t -> alpha * s < t -> 0 < alpha * (s / t) < 1).
  { intros t ht below. split.
    - apply Rmult_lt_0_compat; [lra | apply div_pos; lra].
    - apply (Rmult_lt_reg_r t); [easy |].
      replace (alpha * (s / t) * t) with (alpha * s) by (field; lra). lra. }
  assert (in1 := share t1 ht1 inside). assert (in2 := share t2 ltac:(lra) ltac:(lra)).
  pose proof (gibbs_two (alpha * (s / t2)) (alpha * (s / t1)) in2 in1) as tangent.
  apply (Rmult_le_compat_l t1) in tangent; [| lra].
  assert (slope : ln (1 - alpha * (s / t2)) < ln (1 - alpha)).
  { apply ln_increasing; [lra |]. assert (1 < s / t2); [| nra].
    apply (Rmult_lt_reg_r t2); [lra |]. replace (s / t2 * t2) with s by (field; lra). lra. }
  rewrite !kl_parts in * by lra.
  assert (split1 : t1 * (alpha * (s / t1)) = alpha * s) by (field; lra).
  assert (split2 : t2 * (alpha * (s / t2)) = alpha * s) by (field; lra).
  set (q1 := alpha * (s / t1)) in *. set (q2 := alpha * (s / t2)) in *.
  rewrite Rmult_0_r in tangent.
  replace (t1 * (q1 * (ln q1 - ln q2) + (1 - q1) * (ln (1 - q1) - ln (1 - q2))))
    with ((t1 * q1) * (ln q1 - ln q2) + (t1 - t1 * q1) * (ln (1 - q1) - ln (1 - q2)))
    in tangent by ring.
  replace (t2 * (q2 * (ln q2 - ln alpha) + (1 - q2) * (ln (1 - q2) - ln (1 - alpha))))
    with ((t2 * q2) * (ln q2 - ln alpha) + (t2 - t2 * q2) * (ln (1 - q2) - ln (1 - alpha))) by ring.
  replace (t1 * (q1 * (ln q1 - ln alpha) + (1 - q1) * (ln (1 - q1) - ln (1 - alpha))))
    with ((t1 * q1) * (ln q1 - ln alpha) + (t1 - t1 * q1) * (ln (1 - q1) - ln (1 - alpha))) by ring.
  rewrite split1, split2 in *. nra.
Qed.

(* emergence.share-rises : alpha beta_1 beta_2 kappa theta_1 theta_2 *)
Theorem share_rises : forall alpha beta1 beta2 kappa theta1 theta2,
  0 < alpha < 1 -> 1 < beta1 -> 1 < beta2 -> 0 < kappa -> 0 < theta1 < 1 -> 0 < theta2 < 1 ->
  theta1 < theta2 -> 2 * theta2 <= 1 ->
  boundary alpha beta1 kappa theta1 -> boundary alpha beta2 kappa theta2 ->
  alpha * beta1 < 1 -> alpha * beta2 < 1 -> theta1 * beta1 < theta2 * beta2.
Proof.
  intros alpha beta1 beta2 kappa theta1 theta2 ha hb1 hb2 hk ht1 ht2 less half first second
    below1 below2.
  set (s := theta1 * beta1).
  destruct (Rle_lt_dec s theta2) as [small | large]; [nra |].
  assert (inside : alpha * s < theta1) by (unfold s; nra).
  pose proof (share_relaxes alpha s theta1 theta2 ha ltac:(lra) less large inside) as relaxed.
  replace (s / theta1) with beta1 in relaxed by (unfold s; field; lra).
  assert (h theta1 < h theta2) by (apply h_increasing; lra).
  assert (smaller : kl (alpha * (s / theta2)) alpha < kl (alpha * beta2) alpha).
  { unfold boundary in *. apply (Rmult_lt_reg_l (kappa * theta2));
      [apply Rmult_lt_0_compat; lra |].
    apply (Rmult_lt_compat_l kappa) in relaxed; [| easy]. lra. }
  assert (over : 1 < s / theta2).
  { apply (Rmult_lt_reg_r theta2); [lra |]. replace (s / theta2 * theta2) with s by (field; lra).
    lra. }
  assert (under : alpha * (s / theta2) < 1).
  { apply (Rmult_lt_reg_r theta2); [lra |].
    replace (alpha * (s / theta2) * theta2) with (alpha * s) by (field; lra). lra. }
  pose proof (reflects alpha (s / theta2) beta2 ha over hb2 smaller under below2) as ordered.
  apply (Rmult_lt_compat_r theta2) in ordered; [| lra].
  replace (s / theta2 * theta2) with s in ordered by (field; lra). lra.
Qed.

(** Mixing both coins with one that never shows heads lowers the divergence. *)
Lemma kl_thinned : forall p q x, 0 < p < 1 -> 0 < q < 1 -> 0 < x < 1 ->
  kl (x * q) (x * p) <= x * kl q p.
Proof.
  intros p q x hp hq hx.
  assert (0 < x * p < 1) by nra. assert (0 < x * q < 1) by nra.
  set (m := (1 - x * q) / (1 - x * p)).
  assert (0 < m) by (apply div_pos; lra).
  assert (hm : (1 - x * p) * m = 1 - x * q) by (unfold m; field; lra).
  pose proof (log_ratio (1 - q) ((1 - p) * m) ltac:(lra) ltac:(nra)) as first.
  pose proof (log_ratio 1 m ltac:(lra) ltac:(lra)) as second.
  rewrite ln_div in first, second by nra. rewrite (ln_mult (1 - p) m) in first by lra.
  rewrite ln_1 in second.
  assert (whole : ln m = ln (1 - x * q) - ln (1 - x * p)) by (unfold m; now rewrite ln_div by lra).
  rewrite !kl_parts, !ln_mult by lra.
  apply (Rmult_le_compat_l x) in first; [| lra].
  apply (Rmult_le_compat_l (1 - x)) in second; [| lra].
  replace (ln (1 - x * q) - ln (1 - x * p)) with (ln m). nra.
Qed.

(* emergence.rises-in-alpha : alpha_1 alpha_2 beta *)
Theorem rises_in_alpha : forall alpha1 alpha2 beta,
  0 < alpha1 < 1 -> 0 < alpha2 < 1 -> 1 < beta -> alpha1 < alpha2 -> alpha2 * beta < 1 ->
  kl (alpha1 * beta) alpha1 < kl (alpha2 * beta) alpha2.
Proof.
  intros alpha1 alpha2 beta ha1 ha2 hb less below.
  set (x := alpha1 / alpha2).
  assert (exact : x * alpha2 = alpha1) by (unfold x; field; lra).
  assert (0 < x < 1) by (split; [apply div_pos; lra | nra]).
  assert (0 < alpha2 * beta < 1) by nra.
  pose proof (kl_thinned alpha2 (alpha2 * beta) x ha2 H0 H) as thinned.
  pose proof (gibbs_two_strict alpha2 (alpha2 * beta) ha2 H0 ltac:(nra)) as positive.
  rewrite <- Rmult_assoc, exact in thinned. nra.
Qed.
