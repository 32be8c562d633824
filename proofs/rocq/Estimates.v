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

(* emergence.chernoff : n p q *)
Theorem chernoff : forall n p q, (1 <= n)%nat -> 0 < p < 1 -> 0 < q < 1 -> p <= q ->
  tail n p (INR n * q) <= exp (- INR n * kl q p).
Proof.
  intros n p q some hp hq above.
  set (s := ln q + ln (1 - p) - ln p - ln (1 - q)).
  assert (0 <= s).
  { unfold s. assert (ln p <= ln q) by (apply ln_le; lra).
    assert (ln (1 - q) <= ln (1 - p)) by (apply ln_le; lra). lra. }
  apply Rle_trans with
    (Sum 0 n (fun j => exp (- (INR n * q) * s) * (INR (binom n j) * (p * exp s) ^ j * (1 - p) ^ (n - j)))).
  - apply Sum_le. intros j _.
    replace (exp (- (INR n * q) * s) * (INR (binom n j) * (p * exp s) ^ j * (1 - p) ^ (n - j)))
      with (exp ((INR j - INR n * q) * s) * (INR (binom n j) * p ^ j * (1 - p) ^ (n - j))).
    2:{ replace ((INR j - INR n * q) * s) with (- (INR n * q) * s + INR j * s) by ring.
        rewrite exp_plus, Rpow_mult_distr. rewrite <- (ln_exp s) at 2. 
        rewrite exp_ln_pow by apply exp_pos. ring. }
    apply Rmult_le_compat_r; [| now apply at_least_exp].
    repeat apply Rmult_le_pos; try apply pos_INR; apply pow_le; lra.
  - rewrite Sum_scale, binomial_theorem. apply Req_le.
    assert (base : p * exp s + (1 - p) = exp (ln (1 - p) - ln (1 - q))).
    { unfold s, Rminus. rewrite !exp_plus, !exp_Ropp, !exp_ln by lra. field. lra. }
    rewrite base, <- (exp_ln_pow n) by apply exp_pos. rewrite ln_exp, <- exp_plus.
    f_equal. rewrite kl_parts by easy. unfold s. ring.
Qed.
