(** How many skills survive, whatever the errors are. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import
  Vocabulary Sums Information Distances Probability Estimates Boundary Movement.
Open Scope R_scope.

(* emergence.archimedes : v *)
Theorem archimedes : forall v, exists K : nat, (1 <= K)%nat /\ v <= INR K.
Proof.
  intros v. destruct (archimed v) as [large _]. exists (S (Z.to_nat (up v))). split; [lia |].
  apply Rle_trans with (IZR (up v)); [lra |].
  rewrite INR_IZR_INZ. apply IZR_le. lia.
Qed.

(* emergence.pigeonhole : Omega e omega N_1 N_2 k n m y j z *)
Theorem pigeonhole : forall Omega (e : edge_count Omega) w N1 N2 k n m y j z,
  (1 <= N1)%nat -> (1 <= N2)%nat -> (1 <= k)%nat -> (1 <= n)%nat -> (1 <= m)%nat ->
  (1 <= y)%nat -> (1 <= j)%nat ->
  (forall l, (1 <= l <= m)%nat -> z <= INR (e w N1 N2 k n m y j l)) ->
  INR m * z <= Sum 1 m (fun l => INR (e w N1 N2 k n m y j l)).
Proof.
  intros. replace (INR m * z) with (Sum 1 m (fun _ => z)); [now apply Sum_le |].
  rewrite Sum_const. f_equal. f_equal. lia.
Qed.

(** A coin never has more entropy than a fair one. *)
Lemma entropy_of_a_fair_coin : forall p, 0 < p < 1 -> h p <= ln 2.
Proof.
  intros p hp. pose proof (cross_entropy_two (1 / 2) p ltac:(lra) hp) as coded.
  replace (1 - 1 / 2) with (/ 2) in coded by lra. replace (1 / 2) with (/ 2) in coded by lra.
  rewrite ln_recip in coded by lra. lra.
Qed.

(** More pieces with errors cost less entropy for each, and gain as much. *)
Lemma exponent_from : forall N1 n k theta gain, (1 <= n)%nat -> 0 < theta < 1 ->
  INR n < INR N1 -> theta * INR N1 <= INR n -> 0 < INR k * theta * gain - h theta ->
  INR N1 * h (INR n / INR N1) - INR k * INR n * gain <=
  - (INR N1 * (INR k * theta * gain - h theta)).
Proof.
  intros N1 n k theta gain hn ht fewer share room.
  assert (0 < INR n) by now apply lt_0_INR.
  set (t := INR n / INR N1).
  assert (exact : t * INR N1 = INR n) by (unfold t; field; lra).
  assert (above : theta <= t) by (apply (Rmult_le_reg_r (INR N1)); lra).
  assert (ht' : 0 < t < 1) by (split; [lra | apply (Rmult_lt_reg_r (INR N1)); lra]).
  assert (falls : theta * h t <= t * h theta).
  { destruct above as [less | <-]; [| lra].
    pose proof (entropy_rate theta t ht ht' less) as rate.
    apply (Rmult_lt_compat_r (theta * t)) in rate; [| nra].
    replace (h t / t * (theta * t)) with (theta * h t) in rate by (field; lra).
    replace (h theta / theta * (theta * t)) with (t * h theta) in rate by (field; lra). lra. }
  rewrite <- exact. apply (Rmult_le_reg_l theta); [easy |].
  apply (Rmult_le_compat_l (INR N1)) in falls; [| lra].
  assert (t * (INR k * theta * gain - h theta) >= theta * (INR k * theta * gain - h theta)) by nra.
  nra.
Qed.

Section Graph.
Context {Omega : Type} (P : probability Omega) (e : edge_count Omega).
Hypothesis mixed : mixing P e.

Lemma union_over_choices : forall N1 N2 k n m beta,
  (1 <= N1)%nat -> (1 <= N2)%nat -> (1 <= k)%nat -> (1 <= n)%nat -> (1 <= m)%nat -> 1 < beta ->
  (n <= N1)%nat -> (m <= N2)%nat ->
  P (lost e N1 N2 k n m beta) <=
  INR (binom N1 n) * INR (binom N2 m) *
  tail (k * n) (INR m / INR N2) (INR m * quota N2 k n beta).
Proof.
  intros N1 N2 k n m beta hN1 hN2 hk hn hm hb fits fits'.
  set (chance := tail _ _ _).
  assert (one_choice : forall y j, (1 <= y)%nat -> (1 <= j)%nat ->
    P (fun w => forall l, (1 <= l <= m)%nat ->
      quota N2 k n beta <= INR (e w N1 N2 k n m y j l)) <= chance).
  { intros y j hy hj. unfold chance. rewrite <- (mixed N1 N2 k n m y j) by easy.
    apply pr_mono. intros w all. now apply pigeonhole. }
  eapply Rle_trans; [apply union_bound |].
  apply Rle_trans with (Sum 1 (binom N1 n) (fun _ => INR (binom N2 m) * chance)).
  - apply Sum_le. intros y inside. eapply Rle_trans; [apply union_bound |].
    apply Rle_trans with (Sum 1 (binom N2 m) (fun _ => chance)).
    + apply Sum_le. intros j inside'. apply one_choice; lia.
    + rewrite Sum_const. apply Req_le. do 2 f_equal. lia.
  - rewrite Sum_const. apply Req_le. rewrite Rmult_assoc. do 2 f_equal. lia.
Qed.

(** The three factors estimated; [RATE] of the theory reference. *)
Definition rate (N1 N2 k n m : nat) (beta : R) : R :=
  INR N1 * h (INR n / INR N1) + INR N2 * h (INR m / INR N2)
  - INR k * INR n * kl (INR m * beta / INR N2) (INR m / INR N2).

Lemma estimated : forall N1 N2 k n m beta,
  (1 <= N1)%nat -> (1 <= N2)%nat -> (1 <= k)%nat -> (1 <= n)%nat -> (1 <= m)%nat -> 1 < beta ->
  INR n < INR N1 -> INR m * beta < INR N2 ->
  P (lost e N1 N2 k n m beta) <= exp (rate N1 N2 k n m beta).
Proof.
  intros N1 N2 k n m beta hN1 hN2 hk hn hm hb fewer below.
  assert (0 < INR N2) by now apply lt_0_INR. assert (0 < INR m) by now apply lt_0_INR.
  assert (fewer' : INR m < INR N2) by nra.
  assert (hp : 0 < INR m / INR N2 < 1) by (apply share_inside; [easy | now apply INR_lt]).
  assert (raised : INR m / INR N2 <= INR m * beta / INR N2).
  { apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; lra | nra]. }
  assert (hq : 0 < INR m * beta / INR N2 < 1).
  { split; [lra |]. apply (Rmult_lt_reg_r (INR N2)); [easy |].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  eapply Rle_trans;
    [apply union_over_choices; try easy; apply INR_le; lra |].
  unfold rate, Rminus. rewrite !exp_plus.
  apply Rmult_le_compat; [| | apply Rmult_le_compat |].
  - apply Rmult_le_pos; apply pos_INR.
  - unfold tail. apply Sum_nonneg. intros. apply Rmult_le_pos.
    + unfold at_least. destruct (Rle_dec _ _); lra.
    + repeat apply Rmult_le_pos; try apply pos_INR; apply pow_le; lra.
  - apply pos_INR.
  - apply pos_INR.
  - now apply binomial_estimate.
  - now apply binomial_estimate.
  - replace (INR m * quota N2 k n beta) with (INR (k * n) * (INR m * beta / INR N2))
      by (unfold quota; rewrite mult_INR; field; lra).
    rewrite <- mult_INR, <- Ropp_mult_distr_l_reverse.
    apply chernoff; try easy. apply Nat.mul_pos_pos; lia.
Qed.

(** The same from the divergence at a share [alpha] that [m] skills are at least. *)
Lemma estimated_from : forall N1 N2 k n m alpha beta,
  (1 <= N1)%nat -> (1 <= N2)%nat -> (1 <= k)%nat -> (1 <= n)%nat -> (1 <= m)%nat ->
  0 < alpha < 1 -> 1 < beta -> alpha * beta < 1 ->
  INR n < INR N1 -> INR m < INR N2 -> alpha * INR N2 <= INR m ->
  P (lost e N1 N2 k n m beta) <=
  exp (INR N1 * h (INR n / INR N1) + INR N2 * ln 2 - INR k * INR n * kl (alpha * beta) alpha).
Proof.
  intros N1 N2 k n m alpha beta hN1 hN2 hk hn hm ha hb below fewer fewer' share.
  assert (0 < INR N2) by now apply lt_0_INR.
  assert (hp : 0 < INR m / INR N2 < 1) by (apply share_inside; [easy | now apply INR_lt]).
  assert (alpha <= INR m / INR N2).
  { apply (Rmult_le_reg_r (INR N2)); [easy |]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  eapply Rle_trans; [apply union_over_choices; try easy; apply INR_le; lra |].
  unfold Rminus. rewrite !exp_plus.
  apply Rmult_le_compat; [| | apply Rmult_le_compat |].
  - apply Rmult_le_pos; apply pos_INR.
  - unfold tail. apply Sum_nonneg. intros. apply Rmult_le_pos.
    + unfold at_least. destruct (Rle_dec _ _); lra.
    + repeat apply Rmult_le_pos; try apply pos_INR; apply pow_le; lra.
  - apply pos_INR.
  - apply pos_INR.
  - now apply binomial_estimate.
  - eapply Rle_trans; [now apply binomial_estimate |]. apply exp_le.
    apply Rmult_le_compat_l; [lra | now apply entropy_of_a_fair_coin].
  - replace (INR m * quota N2 k n beta) with (INR (k * n) * (INR m / INR N2) * beta)
      by (unfold quota; rewrite mult_INR; field; lra).
    rewrite <- mult_INR, <- Ropp_mult_distr_l_reverse.
    apply heavier; try easy. apply Nat.mul_pos_pos; lia.
Qed.
End Graph.

(* emergence.finite given skillgraph.mixing : Omega pr e N_1 N_2 k n m beta *)
Theorem finite : forall Omega (P : probability Omega) e N1 N2 k n m beta,
  mixing P e ->
  (1 <= N1)%nat -> (1 <= N2)%nat -> (1 <= k)%nat -> (1 <= n)%nat -> (1 <= m)%nat -> 1 < beta ->
  (n <= N1)%nat -> (m <= N2)%nat ->
  P (lost e N1 N2 k n m beta) <=
  INR (binom N1 n) * INR (binom N2 m) *
  tail (k * n) (INR m / INR N2) (INR m * quota N2 k n beta).
Proof. intros. now apply union_over_choices. Qed.

(* emergence.failure given skillgraph.mixing : Omega pr e N_1 N_2 k n m beta *)
Theorem failure : forall Omega (P : probability Omega) e N1 N2 k n m beta,
  mixing P e ->
  (1 <= N1)%nat -> (1 <= N2)%nat -> (1 <= k)%nat -> (1 <= n)%nat -> (1 <= m)%nat -> 1 < beta ->
  INR n < INR N1 -> INR m * beta < INR N2 ->
  P (lost e N1 N2 k n m beta) <= exp (rate N1 N2 k n m beta).
Proof. intros. now apply estimated. Qed.

(* emergence.basic given skillgraph.mixing, skillgraph.sparse : Omega pr S e alpha beta eta k theta *)
Theorem basic : forall Omega (P : probability Omega) S e alpha beta eta k theta,
  mixing P e -> sparse S -> (forall N1, (1 <= S N1)%nat) ->
  0 < alpha < 1 -> 1 < beta -> 0 < eta -> (1 <= k)%nat -> 0 < theta < 1 ->
  alpha * beta < 1 -> h theta < INR k * theta * kl (alpha * beta) alpha ->
  exists M, (1 <= M)%nat /\
  forall N1 n m, (1 <= N1)%nat -> (1 <= n)%nat -> (1 <= m)%nat ->
  (M <= N1)%nat -> theta * INR N1 <= INR n -> INR n < INR N1 ->
  alpha * INR (S N1) <= INR m -> INR m < INR (S N1) ->
  P (lost e N1 (S N1) k n m beta) <= eta.
Proof.
  intros Omega P S e alpha beta eta k theta mixed few some_S ha hb heta hk ht below condition.
  set (surplus := INR k * theta * kl (alpha * beta) alpha - h theta).
  assert (room : 0 < surplus) by (unfold surplus; lra).
  assert (cost : 0 < ln 2) by (rewrite <- ln_1; apply ln_increasing; lra).
  destruct (few (surplus / (2 * ln 2))) as (M & some_M & cheap).
  { apply div_pos; lra. }
  destruct (archimedes (2 * - ln eta / surplus)) as (K & some_K & large).
  exists (M + K)%nat. split; [lia |].
  intros N1 n m hN1 hn hm enough pieces fewer skills fewer'.
  assert (pos_N1 : 0 < INR N1) by now apply lt_0_INR.
  eapply Rle_trans; [apply (estimated_from P e mixed N1 (S N1) k n m alpha beta); easy |].
  rewrite <- (exp_ln eta) by easy. apply exp_le.
  pose proof (exponent_from N1 n k theta (kl (alpha * beta) alpha) hn ht fewer pieces) as gained.
  fold surplus in gained. specialize (gained room).
  specialize (cheap N1 hN1 ltac:(lia)).
  assert (half : INR (S N1) * ln 2 <= surplus / 2 * INR N1).
  { apply (Rmult_le_compat_r (ln 2)) in cheap; [| lra].
    replace (surplus / (2 * ln 2) * INR N1 * ln 2) with (surplus / 2 * INR N1) in cheap
      by (field; lra). easy. }
  assert (other_half : - ln eta <= surplus / 2 * INR N1).
  { assert (INR K <= INR N1) by (apply le_INR; lia).
    apply (Rmult_le_reg_r (2 / surplus)); [apply div_pos; lra |].
    replace (- ln eta * (2 / surplus)) with (2 * - ln eta / surplus) by (field; lra).
    replace (surplus / 2 * INR N1 * (2 / surplus)) with (INR N1) by (field; lra). lra. }
  lra.
Qed.

#[export] Hint Unfold rate : reading.
