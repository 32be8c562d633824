(** Binomial coefficients and tails in terms of entropy and divergence. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums Information Distances.
Open Scope R_scope.

(* emergence.binomial-theorem : n x u *)
Theorem expansion : forall n x u, (1 <= n)%nat -> 0 < x -> 0 < u ->
  Sum 0 n (fun i => INR (binom n i) * x ^ i * u ^ (n - i)) = (x + u) ^ n.
Proof. intros. apply binomial_theorem. Qed.

Lemma exp_ln_pow : forall n x, 0 < x -> exp (INR n * ln x) = x ^ n.
Proof. intros n x pos. rewrite <- Rpower_pow by easy. reflexivity. Qed.

Lemma share_inside : forall m n, (1 <= m)%nat -> (m < n)%nat -> 0 < INR m / INR n < 1.
Proof.
  intros m n some less. assert (0 < INR m) by (apply lt_0_INR; lia).
  apply lt_INR in less. split; [apply div_pos; lra |].
  apply (Rmult_lt_reg_r (INR n)); [lra |]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

(* emergence.binomial-estimate : n m *)
Theorem binomial_estimate : forall n m, (1 <= n)%nat -> (1 <= m)%nat -> INR m < INR n ->
  INR (binom n m) <= exp (INR n * h (INR m / INR n)).
Proof.
  intros n m some_n some_m fewer. apply INR_lt in fewer.
  pose proof (share_inside m n some_m fewer) as inside.
  assert (split_n : INR (n - m) = INR n - INR m) by (apply minus_INR; lia).
  assert (0 < INR n) by (apply lt_0_INR; lia).
  set (p := INR m / INR n) in *.
  assert (term : INR (binom n m) * p ^ m * (1 - p) ^ (n - m) <= 1).
  { apply Rle_trans with ((p + (1 - p)) ^ n);
      [| replace (p + (1 - p)) with 1 by ring; rewrite pow1; lra].
    rewrite <- binomial_theorem.
    apply (Sum_term 0 n (fun i => INR (binom n i) * p ^ i * (1 - p) ^ (n - i))); [lia |].
    intros. repeat apply Rmult_le_pos; try apply pos_INR; apply pow_le; lra. }
  rewrite <- !exp_ln_pow, Rmult_assoc, <- exp_plus in term by lra.
  set (weight := INR m * ln p + INR (n - m) * ln (1 - p)) in term.
  replace (INR n * h p) with (- weight).
  2:{ unfold weight, h. rewrite split_n. replace (INR m) with (p * INR n) by (unfold p; field; lra).
      ring. }
  apply (Rmult_le_compat_r (exp (- weight))) in term; [| apply Rlt_le, exp_pos].
  rewrite Rmult_assoc, <- exp_plus, Rplus_opp_r, exp_0 in term. lra.
Qed.

(** The indicator of [t <= a] is at most [exp ((a - t) s)], if [s] is not negative. *)
Lemma at_least_exp : forall a t s, 0 <= s -> at_least a t <= exp ((a - t) * s).
Proof.
  intros a t s pos. unfold at_least. destruct (Rle_dec t a).
  - rewrite <- exp_0. apply exp_le, Rmult_le_pos; lra.
  - apply Rlt_le, exp_pos.
Qed.

(** Markov's inequality for the exponential of a binomial variable. *)
Lemma tail_moment : forall n p t s, 0 < p < 1 -> 0 <= s ->
  tail n p t <= exp (- t * s) * (p * exp s + (1 - p)) ^ n.
Proof.
  intros n p t s hp pos. rewrite <- binomial_theorem, <- Sum_scale. apply Sum_le. intros j _.
  replace (exp (- t * s) * (INR (binom n j) * (p * exp s) ^ j * (1 - p) ^ (n - j)))
    with (exp ((INR j - t) * s) * (INR (binom n j) * p ^ j * (1 - p) ^ (n - j))).
  - apply Rmult_le_compat_r; [| now apply at_least_exp].
    repeat apply Rmult_le_pos; try apply pos_INR; apply pow_le; lra.
  - replace ((INR j - t) * s) with (- t * s + INR j * s) by ring.
    rewrite exp_plus, Rpow_mult_distr. rewrite <- (ln_exp s) at 2.
    rewrite exp_ln_pow by apply exp_pos. ring.
Qed.

(** The exponent that is best for a [p] coin to look like a [q] coin. *)
Definition tilt (p q : R) : R := ln q + ln (1 - p) - ln p - ln (1 - q).

Lemma tilt_nonneg : forall p q, 0 < p < 1 -> 0 < q < 1 -> p <= q -> 0 <= tilt p q.
Proof.
  intros p q hp hq above. unfold tilt. assert (ln p <= ln q) by (apply ln_le; lra).
  assert (ln (1 - q) <= ln (1 - p)) by (apply ln_le; lra). lra.
Qed.

Lemma tilted : forall p q, 0 < p < 1 -> 0 < q < 1 ->
  p * exp (tilt p q) + (1 - p) = exp (ln (1 - p) - ln (1 - q)).
Proof.
  intros. unfold tilt, Rminus. rewrite !exp_plus, !exp_Ropp, !exp_ln by lra. field. lra.
Qed.

Lemma kl_by_tilt : forall p q, 0 < p < 1 -> 0 < q < 1 ->
  kl q p = q * tilt p q - (ln (1 - p) - ln (1 - q)).
Proof. intros. rewrite kl_parts by easy. unfold tilt. ring. Qed.

(* emergence.chernoff : n p q *)
Theorem chernoff : forall n p q, (1 <= n)%nat -> 0 < p < 1 -> 0 < q < 1 -> p <= q ->
  tail n p (INR n * q) <= exp (- INR n * kl q p).
Proof.
  intros n p q some hp hq above. eapply Rle_trans.
  - apply (tail_moment n p _ (tilt p q)); [easy | now apply tilt_nonneg].
  - rewrite tilted, <- (exp_ln_pow n), ln_exp, <- exp_plus by easy || apply exp_pos.
    apply Req_le. f_equal. rewrite kl_by_tilt by easy. ring.
Qed.

(* emergence.heavier : alpha beta n p *)
Theorem heavier : forall alpha beta n p,
  0 < alpha < 1 -> 1 < beta -> (1 <= n)%nat -> 0 < p < 1 -> alpha <= p -> alpha * beta < 1 ->
  tail n p (INR n * p * beta) <= exp (- INR n * kl (alpha * beta) alpha).
Proof.
  intros alpha beta n p ha hb some hp heavy below.
  assert (0 < INR n) by (apply lt_0_INR; lia).
  assert (hq : 0 < alpha * beta < 1) by nra. assert (alpha <= alpha * beta) by nra.
  set (q := alpha * beta) in *. set (s := tilt alpha q).
  assert (pos : 0 <= s) by now apply tilt_nonneg.
  eapply Rle_trans; [apply (tail_moment n p _ s); easy |].
  assert (1 <= exp s) by (rewrite <- exp_0; now apply exp_le).
  assert (0 < p * exp s + (1 - p)) by nra.
  rewrite <- (exp_ln_pow n), <- exp_plus by easy. apply exp_le.
  set (x := alpha / p).
  assert (part : x * p = alpha) by (unfold x; field; lra).
  assert (hx : 0 < x <= 1) by (split; [apply div_pos; lra | nra]).
  (* the logarithm is concave, and 0 where p is 0 *)
  assert (concave : x * ln (p * exp s + (1 - p)) <= ln (alpha * exp s + (1 - alpha))).
  { destruct (Req_dec x 1) as [whole | less].
    - replace p with alpha by nra. rewrite whole. lra.
    - pose proof (jensen_ln x (p * exp s + (1 - p)) 1 ltac:(lra) H2 ltac:(lra)) as mean.
      rewrite ln_1 in mean. replace (x * (p * exp s + (1 - p)) + (1 - x) * 1)
        with ((x * p) * exp s + (1 - x * p)) in mean by ring. rewrite part in mean. lra. }
  unfold s in concave. rewrite tilted, ln_exp in concave by easy. fold s in concave.
  pose proof (gibbs_two alpha q ha hq) as gap. rewrite kl_by_tilt in * by easy. fold s in gap |- *.
  replace q with (x * (p * beta)) in concave, gap |- * by (unfold q; rewrite <- part; ring).
  set (cost := ln (1 - alpha) - ln (1 - x * (p * beta))) in *.
  set (top := ln (p * exp s + (1 - p))) in *.
  assert (0 <= p * beta * s - top).
  { apply (Rmult_le_reg_l x); [easy |]. rewrite Rmult_0_r. lra. }
  assert (x * (p * beta * s - top) <= p * beta * s - top) by nra.
  replace (- (INR n * p * beta) * s + INR n * top) with (- (INR n * (p * beta * s - top))) by ring.
  rewrite Ropp_mult_distr_l_reverse. apply Ropp_le_contravar, Rmult_le_compat_l; lra.
Qed.
