(** How far apart two coins of small divergence can be: Pinsker, Bretagnolle-Huber. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From SkillTheory Require Import Vocabulary Sums Information.
Open Scope R_scope.

(** ** Pinsker's inequality

    With [q] fixed, [kl q p - 2 (q - p)^2] has derivative
    [(p - q) (1 / (p (1 - p)) - 4)] in [p], of the sign of [p - q]. *)

Definition pinsker_gap (q p : R) : R := kl q p - 2 * (q - p) ^ 2.

Lemma pinsker_slope : forall q p, 0 < q < 1 -> 0 < p < 1 ->
  is_derive (pinsker_gap q) p ((p - q) * (/ (p * (1 - p)) - 4)).
Proof.
  intros q p hq hp. unfold pinsker_gap, kl. auto_derive.
  - repeat split; try lra; apply Rdiv_lt_0_compat || apply Rmult_lt_0_compat; try lra;
    apply Rinv_0_lt_compat; lra.
  - field. repeat split; lra.
Qed.

Lemma four : forall p, 0 < p < 1 -> 4 <= / (p * (1 - p)).
Proof.
  intros p hp. assert (0 < p * (1 - p)) by (apply Rmult_lt_0_compat; lra).
  apply Rmult_le_reg_r with (p * (1 - p)); [easy |]. rewrite Rinv_l by lra.
  pose proof (pow2_ge_0 (2 * p - 1)). lra.
Qed.

(* information.pinsker : p q *)
Theorem pinsker : forall p q, 0 < p < 1 -> 0 < q < 1 -> 2 * (q - p) ^ 2 <= kl q p.
Proof.
  intros p q hp hq.
  assert (between : forall c, Rmin p q <= c <= Rmax p q -> 0 < c < 1).
  { intros c. unfold Rmin, Rmax. destruct (Rle_dec p q); lra. }
  destruct (MVT_gen (pinsker_gap q) p q (fun c => (c - q) * (/ (c * (1 - c)) - 4)))
    as [c [inside slope]].
  - intros c inside. apply pinsker_slope, between; lra.
  - intros c inside. apply continuity_pt_filterlim, (ex_derive_continuous (pinsker_gap q)).
    eexists. apply pinsker_slope, between; easy.
  - assert (sign : (c - q) * (q - p) <= 0).
    { unfold Rmin, Rmax in inside. destruct (Rle_dec p q); nra. }
    pose proof (four c (between c inside)) as steep.
    assert (down : pinsker_gap q q - pinsker_gap q p <= 0).
    { rewrite slope. replace ((c - q) * (/ (c * (1 - c)) - 4) * (q - p))
        with (- ((- ((c - q) * (q - p))) * (/ (c * (1 - c)) - 4))) by ring.
      assert (0 <= - ((c - q) * (q - p)) * (/ (c * (1 - c)) - 4))
        by (apply Rmult_le_pos; lra). lra. }
    assert (zero : pinsker_gap q q = 0).
    { unfold pinsker_gap, kl. replace (q / q) with 1 by (field; lra).
      replace ((1 - q) / (1 - q)) with 1 by (field; lra). rewrite ln_1. ring. }
    unfold pinsker_gap in *. lra.
Qed.

(** ** The Bretagnolle-Huber inequality

    [B = sqrt (q p) + sqrt ((1 - q) (1 - p))] has [exp (- kl) <= B^2] because
    the logarithm is concave, and [B^2 + (q - p)^2 <= 1] because a geometric
    mean is at most the arithmetic one. *)

Lemma jensen_ln : forall q a b, 0 < q < 1 -> 0 < a -> 0 < b ->
  q * ln a + (1 - q) * ln b <= ln (q * a + (1 - q) * b).
Proof.
  intros q a b hq ha hb.
  assert (0 < q * a) by (apply Rmult_lt_0_compat; lra).
  assert (0 < (1 - q) * b) by (apply Rmult_lt_0_compat; lra).
  set (m := q * a + (1 - q) * b). assert (0 < m) by (unfold m; lra).
  pose proof (log_bound (a / m) (div_pos _ _ ha H1)) as over_a.
  pose proof (log_bound (b / m) (div_pos _ _ hb H1)) as over_b.
  rewrite ln_div in over_a, over_b by easy.
  apply (Rmult_le_compat_l q) in over_a; [| lra].
  apply (Rmult_le_compat_l (1 - q)) in over_b; [| lra].
  assert (q * (a / m - 1) + (1 - q) * (b / m - 1) = 0) by (unfold m; field; unfold m in H1; lra).
  lra.
Qed.

Lemma ln_sqrt : forall x, 0 < x -> ln (sqrt x) = ln x / 2.
Proof.
  intros x pos. assert (0 < sqrt x) by now apply sqrt_lt_R0.
  rewrite <- (sqrt_sqrt x) at 2 by lra. rewrite ln_mult by easy. lra.
Qed.

Lemma exp_le : forall x y, x <= y -> exp x <= exp y.
Proof.
  intros x y [less | ->]; [apply Rlt_le; now apply exp_increasing | apply Rle_refl].
Qed.

Definition affinity (q p : R) : R := sqrt (q * p) + sqrt ((1 - q) * (1 - p)).

Lemma affinity_kl : forall q p, 0 < p < 1 -> 0 < q < 1 -> exp (- kl q p) <= affinity q p ^ 2.
Proof.
  intros q p hp hq.
  assert (0 < q * p) by (apply Rmult_lt_0_compat; lra).
  assert (0 < (1 - q) * (1 - p)) by (apply Rmult_lt_0_compat; lra).
  assert (0 < sqrt (q * p)) by now apply sqrt_lt_R0.
  assert (0 < sqrt ((1 - q) * (1 - p))) by now apply sqrt_lt_R0.
  assert (0 < affinity q p) by (unfold affinity; lra).
  assert (0 < sqrt (q * p) / q) by (apply div_pos; lra).
  assert (0 < sqrt ((1 - q) * (1 - p)) / (1 - q)) by (apply div_pos; lra).
  pose proof (jensen_ln q (sqrt (q * p) / q) (sqrt ((1 - q) * (1 - p)) / (1 - q)) hq H4 H5)
    as concave.
  replace (q * (sqrt (q * p) / q) + (1 - q) * (sqrt ((1 - q) * (1 - p)) / (1 - q)))
    with (affinity q p) in concave by (unfold affinity; field; lra).
  rewrite !ln_div, !ln_sqrt, !ln_mult in concave by lra.
  assert (- kl q p <= 2 * ln (affinity q p)) by (rewrite kl_parts by easy; lra).
  apply Rle_trans with (exp (2 * ln (affinity q p))).
  - now apply exp_le.
  - replace (2 * ln (affinity q p)) with (ln (affinity q p) + ln (affinity q p)) by ring.
    rewrite exp_plus, !exp_ln by easy. lra.
Qed.

Lemma affinity_distance : forall q p, 0 < p < 1 -> 0 < q < 1 ->
  affinity q p ^ 2 + (q - p) ^ 2 <= 1.
Proof.
  intros q p hp hq.
  assert (0 < q * p) by (apply Rmult_lt_0_compat; lra).
  assert (0 < (1 - q) * (1 - p)) by (apply Rmult_lt_0_compat; lra).
  assert (0 < p * (1 - p)) by (apply Rmult_lt_0_compat; lra).
  assert (0 < q * (1 - q)) by (apply Rmult_lt_0_compat; lra).
  assert (same : sqrt (q * p) * sqrt ((1 - q) * (1 - p)) =
    sqrt (p * (1 - p)) * sqrt (q * (1 - q))).
  { rewrite <- !sqrt_mult by lra. f_equal. ring. }
  pose proof (sqrt_sqrt (q * p) ltac:(lra)). pose proof (sqrt_sqrt ((1 - q) * (1 - p)) ltac:(lra)).
  pose proof (sqrt_sqrt (p * (1 - p)) ltac:(lra)). pose proof (sqrt_sqrt (q * (1 - q)) ltac:(lra)).
  pose proof (pow2_ge_0 (sqrt (p * (1 - p)) - sqrt (q * (1 - q)))) as means.
  unfold affinity.
  replace ((sqrt (q * p) + sqrt ((1 - q) * (1 - p))) ^ 2)
    with (q * p + (1 - q) * (1 - p) + 2 * (sqrt (p * (1 - p)) * sqrt (q * (1 - q))))
    by (rewrite <- same, <- H3, <- H4 at 1; ring).
  replace ((sqrt (p * (1 - p)) - sqrt (q * (1 - q))) ^ 2)
    with (p * (1 - p) + q * (1 - q) - 2 * (sqrt (p * (1 - p)) * sqrt (q * (1 - q)))) in means
    by (rewrite <- H5, <- H6 at 1; ring).
  lra.
Qed.

(* information.bretagnolle-huber : p q *)
Theorem bretagnolle_huber : forall p q, 0 < p < 1 -> 0 < q < 1 ->
  Rabs (q - p) <= sqrt (1 - exp (- kl q p)).
Proof.
  intros p q hp hq.
  pose proof (affinity_kl q p hp hq). pose proof (affinity_distance q p hp hq).
  rewrite <- sqrt_Rsqr_abs. apply sqrt_le_1_alt. unfold Rsqr. lra.
Qed.

Lemma under_root : forall p q, 0 < p < 1 -> 0 < q < 1 -> 0 <= 1 - exp (- kl q p).
Proof.
  intros p q hp hq. pose proof (gibbs_two p q hp hq).
  assert (exp (- kl q p) <= exp 0) by (apply exp_le; lra). rewrite exp_0 in H0. lra.
Qed.
#[export] Hint Resolve under_root : domain.
