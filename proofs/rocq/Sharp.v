(** The sharp threshold. *)

From Coq Require Import Reals List Lra Lia.
From SkillTheory Require Import Vocabulary Sums Information Distances Estimates Superquantile.
Open Scope R_scope.

(** [theta] times what the superquantile minimises over [c]. *)
Definition at_level (k : nat) (alpha theta c : R) : R :=
  c * theta + Sum 0 k (fun i => mass k alpha i * surplus (INR i) c).

#[export] Hint Unfold at_level : reading.

(* sharp.duality : alpha c k theta w *)
Theorem duality : forall alpha c k theta w,
  0 < alpha < 1 -> (1 <= k)%nat -> 0 < theta < 1 -> (forall i, 0 <= w i <= 1) ->
  Sum 0 k (fun i => mass k alpha i * w i) = theta ->
  Sum 0 k (fun i => mass k alpha i * (w i * INR i)) <= at_level k alpha theta c.
Proof.
  intros alpha c k theta w ha _ _ hw <-. apply list_duality; [| easy].
  intros. now apply mass_nonneg.
Qed.

(* sharp.duality-attained : alpha c k theta w *)
Theorem duality_attained : forall alpha c k theta w,
  0 < alpha < 1 -> (1 <= k)%nat -> 0 < theta < 1 -> (forall i, 0 <= w i <= 1) ->
  Sum 0 k (fun i => mass k alpha i * w i) = theta ->
  (forall i, (i <= k)%nat -> c < INR i -> w i = 1) ->
  (forall i, (i <= k)%nat -> INR i < c -> w i = 0) ->
  Sum 0 k (fun i => mass k alpha i * (w i * INR i)) = at_level k alpha theta c.
Proof.
  intros alpha c k theta w _ _ _ hw <- above below. apply list_attained.
  - intros i inside. apply in_range in inside. now apply above.
  - intros i inside. apply in_range in inside. now apply below.
Qed.

(* sharp.at-least-one : alpha c k theta *)
Theorem at_least_one : forall alpha c k theta,
  0 < alpha < 1 -> (1 <= k)%nat -> 0 < theta < 1 ->
  INR k * alpha * theta <= at_level k alpha theta c.
Proof.
  intros alpha c k theta ha hk ht.
  replace (INR k * alpha * theta) with (Sum 0 k (fun i => mass k alpha i * (theta * INR i))).
  - apply duality; try easy; [intros; lra |].
    rewrite (Sum_ext 0 k _ (fun i => theta * mass k alpha i)) by (intros; ring).
    rewrite Sum_scale, total. ring.
  - rewrite <- mean, <- Rmult_comm, <- Sum_scale. apply Sum_ext. intros. ring.
Qed.

(* sharp.at-most-errors : alpha k *)
Theorem at_most_errors : forall alpha k, 0 < alpha < 1 -> (1 <= k)%nat ->
  Sum 0 k (fun i => mass k alpha i * surplus (INR i) 0) = INR k * alpha.
Proof.
  intros. rewrite <- mean. apply Sum_ext. intros i _.
  rewrite surplus_above; [now rewrite Rminus_0_r | apply pos_INR].
Qed.

(* sharp.at-most-edges : alpha k theta *)
Theorem at_most_edges : forall alpha k theta, 0 < alpha < 1 -> (1 <= k)%nat -> 0 < theta < 1 ->
  at_level k alpha theta (INR k) = INR k * theta.
Proof.
  intros. unfold at_level. rewrite (Sum_ext 0 k _ (fun _ => 0)).
  - rewrite Sum_const. ring.
  - intros i inside. rewrite surplus_below; [ring | now apply le_INR].
Qed.

(** ** The entropic bound *)

(* sharp.entropic-better : theta *)
Theorem entropic_better : forall theta, 0 < theta < 1 -> ln (1 / theta) < h theta / theta.
Proof.
  intros theta ht. apply (Rmult_lt_reg_r theta); [easy |].
  replace (h theta / theta * theta) with (h theta) by (field; lra).
  unfold Rdiv. rewrite Rmult_1_l, ln_recip by easy. unfold h.
  assert (ln (1 - theta) < 0) by (rewrite <- ln_1; apply ln_increasing; lra). nra.
Qed.

(** The tangent of [exp] at 1, scaled: no positive part lies above it. *)
Lemma surplus_exp : forall x c s, 0 < s -> surplus x c <= exp (s * (x - c) - 1) / s.
Proof.
  intros x c s pos. apply (Rmult_le_reg_r s); [easy |].
  replace (exp (s * (x - c) - 1) / s * s) with (exp (s * (x - c) - 1)) by (field; lra).
  pose proof (exp_ineq1_le (s * (x - c) - 1)). pose proof (exp_pos (s * (x - c) - 1)).
  unfold surplus, at_least. destruct (Rle_dec c x); lra.
Qed.

(** The moment generating function of a binomial law. *)
Lemma moment : forall k alpha s, 0 < alpha < 1 ->
  Sum 0 k (fun i => mass k alpha i * exp (s * INR i)) = (alpha * exp s + (1 - alpha)) ^ k.
Proof.
  intros k alpha s ha. rewrite <- binomial_theorem. apply Sum_ext. intros i _. unfold mass.
  rewrite Rpow_mult_distr, <- (exp_ln_pow i (exp s)), ln_exp by apply exp_pos.
  rewrite (Rmult_comm s). ring.
Qed.

(* sharp.entropic : alpha beta k theta *)
Theorem entropic : forall alpha beta k theta,
  0 < alpha < 1 -> 1 < beta -> (1 <= k)%nat -> 0 < theta < 1 -> alpha * beta < 1 ->
  ln (1 / theta) < INR k * kl (alpha * beta) alpha ->
  exists c, at_level k alpha theta c < alpha * beta * INR k * theta.
Proof.
  intros alpha beta k theta ha hb hk ht below condition.
  unfold Rdiv in condition. rewrite Rmult_1_l, ln_recip in condition by easy.
  assert (hq : alpha < alpha * beta /\ 0 < alpha * beta < 1) by nra.
  rewrite kl_parts in condition by easy.
  set (q := alpha * beta) in *.
  set (lift := ln (1 - alpha) - ln (1 - q)).
  set (s := ln q - ln alpha + lift).
  assert (0 < s).
  { unfold s, lift. assert (ln alpha < ln q) by (apply ln_increasing; lra).
    assert (ln (1 - q) < ln (1 - alpha)) by (apply ln_increasing; lra). lra. }
  set (top := INR k * lift - ln theta).
  exists ((top - 1) / s).
  assert (tangent : Sum 0 k (fun i => mass k alpha i * surplus (INR i) ((top - 1) / s)) <= theta / s).
  { apply Rle_trans with
      (Sum 0 k (fun i => exp (- top) / s * (mass k alpha i * exp (s * INR i)))).
    - apply Sum_le. intros i _.
      pose proof (surplus_exp (INR i) ((top - 1) / s) s H) as point.
      replace (s * (INR i - (top - 1) / s) - 1) with (- top + s * INR i) in point by (field; lra).
      rewrite exp_plus in point.
      apply (Rmult_le_compat_l (mass k alpha i)) in point; [| now apply mass_nonneg].
      eapply Rle_trans; [exact point |]. apply Req_le. field. lra.
    - rewrite Sum_scale, moment by easy.
      assert (base : alpha * exp s + (1 - alpha) = exp lift).
      { unfold s, lift, Rminus. rewrite !exp_plus, !exp_Ropp, !exp_ln by lra. field. lra. }
      rewrite base, <- (exp_ln_pow k), ln_exp by apply exp_pos.
      replace (exp (- top) / s * exp (INR k * lift)) with (exp (- top) * exp (INR k * lift) / s)
        by (field; lra).
      rewrite <- exp_plus. replace (- top + INR k * lift) with (ln theta) by (unfold top; ring).
      rewrite exp_ln by easy. lra. }
  unfold at_level. eapply Rle_lt_trans; [apply Rplus_le_compat_l, tangent |].
  replace ((top - 1) / s * theta + theta / s) with (theta * (top / s)) by (field; lra).
  assert (room : top < s * (q * INR k)).
  { unfold top, s, lift. lra. }
  replace (q * INR k * theta) with (theta * (q * INR k)) by ring.
  apply Rmult_lt_compat_l; [easy |]. apply (Rmult_lt_reg_l s); [easy |].
  replace (s * (top / s)) with top by (field; lra). exact room.
Qed.
