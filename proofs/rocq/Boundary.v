(** The boundary of the emergence theorem: when it exists, and that there is one only. *)

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
