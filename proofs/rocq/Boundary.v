(** The boundary of the emergence theorem: when it exists, and how it moves. *)

From Coq Require Import Reals Ranalysis5 Lra Lia.
From Coquelicot Require Import Coquelicot.
From SkillTheory Require Import Vocabulary Sums Information Distances.
Open Scope R_scope.

(** [kappa theta kl (alpha beta) alpha = h theta]: [beta] lies on the boundary. *)
Definition boundary (alpha beta kappa theta : R) : Prop :=
  kappa * theta * kl (alpha * beta) alpha = h theta.
#[export] Hint Unfold boundary : reading.

(** ** The divergence rises *)

(** [kl q2 p - kl q1 p] is a divergence plus a positive multiple of [q2 - q1]. *)
Lemma kl_increasing : forall p q1 q2, 0 < p -> p <= q1 -> q1 < q2 -> q2 < 1 ->
  kl q1 p < kl q2 p.
Proof.
  intros p q1 q2 hp above less below.
  assert (slope : 0 <= ln q1 - ln p - (ln (1 - q1) - ln (1 - p))).
  { assert (ln p <= ln q1) by (apply ln_le; lra).
    assert (ln (1 - q1) <= ln (1 - p)) by (apply ln_le; lra). lra. }
  pose proof (gibbs_two_strict q1 q2 ltac:(lra) ltac:(lra) ltac:(lra)) as gap.
  rewrite kl_parts in * by lra.
  apply (Rmult_le_compat_l (q2 - q1)) in slope; [| lra].
  rewrite kl_parts by lra. lra.
Qed.

Lemma level_inside : forall alpha beta, 0 < alpha < 1 -> 1 < beta -> alpha * beta < 1 ->
  alpha < alpha * beta /\ 0 < alpha * beta < 1.
Proof. intros. nra. Qed.

(* emergence.increasing : alpha beta_1 beta_2 *)
Theorem increasing : forall alpha beta1 beta2,
  0 < alpha < 1 -> 1 < beta1 -> 1 < beta2 -> beta1 < beta2 -> alpha * beta2 < 1 ->
  kl (alpha * beta1) alpha < kl (alpha * beta2) alpha.
Proof. intros. apply kl_increasing; nra. Qed.

(* emergence.reflects : alpha beta_1 beta_2 *)
Theorem reflects : forall alpha beta1 beta2,
  0 < alpha < 1 -> 1 < beta1 -> 1 < beta2 ->
  kl (alpha * beta1) alpha < kl (alpha * beta2) alpha ->
  alpha * beta1 < 1 -> alpha * beta2 < 1 -> beta1 < beta2.
Proof.
  intros alpha beta1 beta2 ha hb1 hb2 larger below1 below2.
  destruct (Rtotal_order beta1 beta2) as [less | [same | more]]; [easy | |].
  - rewrite same in larger. lra.
  - pose proof (increasing alpha beta2 beta1 ha hb2 hb1 more below1). lra.
Qed.

(** On the boundary the divergence is [h theta / (kappa theta)]. *)
Lemma on_boundary : forall alpha beta kappa theta, 0 < kappa -> 0 < theta ->
  boundary alpha beta kappa theta -> kl (alpha * beta) alpha = h theta / theta / kappa.
Proof. intros * hk ht <-. field. lra. Qed.

(* emergence.unique : alpha beta_1 beta_2 kappa theta *)
Theorem unique : forall alpha beta1 beta2 kappa theta,
  0 < alpha < 1 -> 1 < beta1 -> 1 < beta2 -> 0 < kappa -> 0 < theta < 1 ->
  boundary alpha beta1 kappa theta -> boundary alpha beta2 kappa theta ->
  alpha * beta1 < 1 -> alpha * beta2 < 1 -> beta1 = beta2.
Proof.
  intros alpha beta1 beta2 kappa theta ha hb1 hb2 hk ht first second below1 below2.
  apply on_boundary in first; try lra. apply on_boundary in second; try lra.
  destruct (Rtotal_order beta1 beta2) as [less | [same | more]]; [| easy |].
  - pose proof (increasing alpha beta1 beta2 ha hb1 hb2 less below2). lra.
  - pose proof (increasing alpha beta2 beta1 ha hb2 hb1 more below1). lra.
Qed.

(** ** Existence *)

Lemma kl_below_log : forall p q, 0 < p < 1 -> p < q -> q < 1 -> kl q p < - ln p.
Proof.
  intros p q hp above below. rewrite kl_parts by lra.
  assert (ln q < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (ln (1 - q) < ln (1 - p)) by (apply ln_increasing; lra).
  assert (ln p < 0) by (rewrite <- ln_1; apply ln_increasing; lra). nra.
Qed.

(* emergence.necessary : alpha beta kappa theta *)
Theorem necessary : forall alpha beta kappa theta,
  0 < alpha < 1 -> 1 < beta -> 0 < kappa -> 0 < theta < 1 ->
  boundary alpha beta kappa theta -> alpha * beta < 1 ->
  h theta < kappa * theta * ln (1 / alpha).
Proof.
  intros alpha beta kappa theta ha hb hk ht on_it below. unfold Rdiv.
  rewrite Rmult_1_l, ln_recip, <- on_it by lra.
  pose proof (kl_below_log alpha (alpha * beta) ha ltac:(nra) below).
  apply Rmult_lt_compat_l; [apply Rmult_lt_0_compat; lra | easy].
Qed.

(** Near 1 the divergence is near [ln (1/p)]: at [q = 1 - t^2]. *)
Lemma kl_near_one : forall p t, 0 < p < 1 -> 0 < t < 1 ->
  (1 - t ^ 2) * - ln p - 2 * t + t ^ 2 <= kl (1 - t ^ 2) p.
Proof.
  intros p t hp ht. assert (0 < t ^ 2 < 1) by (split; nra). rewrite kl_parts by lra.
  pose proof (log_ratio (1 - t ^ 2) 1 ltac:(lra) ltac:(lra)) as first.
  pose proof (log_ratio t 1 ltac:(lra) ltac:(lra)) as second.
  unfold Rdiv in first, second. rewrite Rinv_1, Rmult_1_r in first, second.
  replace (1 - (1 - t ^ 2)) with (t * t) by ring. rewrite (ln_mult t t) by lra.
  assert (ln (1 - p) < 0) by (rewrite <- ln_1; apply ln_increasing; lra). nra.
Qed.

Lemma kl_level_continuous : forall alpha b, 0 < alpha -> 0 < b -> alpha < 1 -> alpha * b < 1 ->
  continuity_pt (fun beta => kl (alpha * beta) alpha) b.
Proof.
  intros alpha b ha hb ha' below. assert (0 < alpha * b) by now apply Rmult_lt_0_compat.
  apply continuity_pt_filterlim, (ex_derive_continuous (fun beta => kl (alpha * beta) alpha)).
  unfold kl. auto_derive. repeat split; try lra; apply Rmult_lt_0_compat; try lra;
    apply Rinv_0_lt_compat; lra.
Qed.

(* emergence.exists : alpha kappa theta *)
Theorem boundary_exists : forall alpha kappa theta,
  0 < alpha < 1 -> 0 < kappa -> 0 < theta < 1 -> h theta < kappa * theta * ln (1 / alpha) ->
  exists beta, 1 < beta /\ (alpha * beta < 1 /\ boundary alpha beta kappa theta).
Proof.
  intros alpha kappa theta ha hk ht enough.
  assert (hkt : 0 < kappa * theta) by (apply Rmult_lt_0_compat; lra).
  unfold Rdiv in enough. rewrite Rmult_1_l, ln_recip in enough by lra.
  set (L := - ln alpha) in *. set (r := h theta / (kappa * theta)).
  assert (positive : 0 < r).
  { apply div_pos; [| easy]. unfold h.
    assert (ln theta < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
    assert (ln (1 - theta) < 0) by (rewrite <- ln_1; apply ln_increasing; lra). nra. }
  assert (room : r < L).
  { apply (Rmult_lt_reg_l (kappa * theta)); [easy |].
    unfold r. replace (kappa * theta * (h theta / (kappa * theta))) with (h theta)
      by (field; lra). easy. }
  set (t := (L - r) / (2 * (L + 2))).
  assert (exact : t * (2 * (L + 2)) = L - r) by (unfold t; field; lra).
  assert (ht1 : 0 < t < 1) by (split; [apply div_pos; lra | nra]).
  assert (top : 1 + L <= / alpha).
  { pose proof (log_bound (/ alpha) ltac:(apply Rinv_0_lt_compat; lra)) as bound.
    rewrite ln_recip in bound by lra. unfold L. lra. }
  assert (beyond : alpha < 1 - t ^ 2).
  { apply (Rmult_le_compat_l alpha) in top; [| lra]. rewrite Rinv_r in top by lra.
    assert (t ^ 2 * (1 + L) < L) by nra. nra. }
  assert (far : r < kl (1 - t ^ 2) alpha).
  { pose proof (kl_near_one alpha t ha ht1). fold L in H. nra. }
  set (f := fun beta => kl (alpha * beta) alpha - r).
  set (last := (1 - t ^ 2) / alpha).
  assert (at_last : alpha * last = 1 - t ^ 2) by (unfold last; field; lra).
  assert (1 < last) by (apply (Rmult_lt_reg_l alpha); lra).
  destruct (IVT_interv f 1 last) as (beta & [low high] & zero); [| easy | | |].
  - intros b hb. apply continuity_pt_minus; [| apply continuity_pt_const; easy].
    apply kl_level_continuous; try lra. nra.
  - unfold f. rewrite Rmult_1_r. unfold kl.
    replace (alpha / alpha) with 1 by (field; lra).
    replace ((1 - alpha) / (1 - alpha)) with 1 by (field; lra). rewrite ln_1. lra.
  - unfold f. rewrite at_last. lra.
  - assert (beta <> 1).
    { intros ->. unfold f in zero. rewrite Rmult_1_r in zero. unfold kl in zero.
      replace (alpha / alpha) with 1 in zero by (field; lra).
      replace ((1 - alpha) / (1 - alpha)) with 1 in zero by (field; lra).
      rewrite ln_1 in zero. lra. }
    exists beta. split; [lra |]. split; [nra |].
    unfold boundary, f in *. replace (kl (alpha * beta) alpha) with r by lra.
    unfold r. field. lra.
Qed.

(** ** How it moves *)

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

(** ** The form for small [alpha] *)

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
