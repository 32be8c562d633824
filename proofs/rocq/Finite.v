(** Finite sizes: all error sets at once, and what a skill's own degree does. *)

From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From SkillTheory Require Import Vocabulary Sums Information Distances Superquantile.
Open Scope R_scope.

(* finite.edges : N_1 X a c w *)
Theorem edges : forall N1 X a c w,
  (1 <= N1)%nat -> (forall t, 0 <= w t <= 1) -> Sum 1 N1 w = a ->
  Sum 1 N1 (fun t => w t * X t) <= a * c + Sum 1 N1 (fun t => surplus (X t) c).
Proof.
  intros N1 X a c w _ hw <-. rewrite Rmult_comm, <- Sum_scale, <- Sum_plus.
  apply Sum_le. intros t _. specialize (hw t).
  unfold surplus, at_least. destruct (Rle_dec c (X t)); nra.
Qed.

(** [(1 + x + x^2) exp (- x)] rises from 1 to 3 / e. *)
Lemma above_exp_slope : forall x,
  is_derive (fun x => (1 + x + x ^ 2) * exp (- x)) x (x * (1 - x) * exp (- x)).
Proof. intros x. auto_derive; [easy | ring]. Qed.

(* finite.exponential : R_ *)
Theorem exponential : forall r, 0 < r -> r <= 1 -> exp r <= 1 + r + r ^ 2.
Proof.
  intros r pos small.
  destruct (MVT_gen (fun x => (1 + x + x ^ 2) * exp (- x)) 0 r (fun x => x * (1 - x) * exp (- x)))
    as [c [inside slope]].
  - intros. apply above_exp_slope.
  - intros x _. apply continuity_pt_filterlim.
    apply (ex_derive_continuous (fun x => (1 + x + x ^ 2) * exp (- x))).
    eexists. apply above_exp_slope.
  - rewrite Rmin_left, Rmax_right in inside by lra.
    rewrite Ropp_0, exp_0 in slope. pose proof (exp_pos (- c)). pose proof (exp_pos r).
    assert (0 <= c * (1 - c) * exp (- c) * (r - 0)).
    { apply Rmult_le_pos; [| lra]. apply Rmult_le_pos; [| lra]. nra. }
    assert (1 <= (1 + r + r ^ 2) * exp (- r)) by lra.
    apply (Rmult_le_compat_r (exp r)) in H2; [| lra].
    rewrite Rmult_assoc, <- exp_plus in H2. replace (- r + r) with 0 in H2 by ring.
    rewrite exp_0 in H2. lra.
Qed.

(* finite.competence : N_1 N_2 beta d epsilon k n x *)
Theorem competence : forall N1 N2 beta d epsilon k n x,
  (1 <= N1)%nat -> (1 <= N2)%nat -> 1 < beta -> (1 <= d)%nat -> 0 < epsilon < 1 ->
  (1 <= k)%nat -> (1 <= n)%nat ->
  INR x < beta * INR k * INR n / INR N2 -> (1 - epsilon) * INR k * INR N1 / INR N2 <= INR d ->
  1 - beta * INR n / (INR N1 * (1 - epsilon)) < 1 - INR x / INR d.
Proof.
  intros N1 N2 beta d epsilon k n x hN1 hN2 hb hd he hk hn few enough.
  assert (0 < INR N1) by now apply lt_0_INR. assert (0 < INR N2) by now apply lt_0_INR.
  assert (0 < INR d) by now apply lt_0_INR. assert (0 < INR n) by now apply lt_0_INR.
  set (u := INR k / INR N2).
  replace (beta * INR k * INR n / INR N2) with (beta * u * INR n) in few
    by (unfold u; field; lra).
  replace ((1 - epsilon) * INR k * INR N1 / INR N2) with ((1 - epsilon) * u * INR N1) in enough
    by (unfold u; field; lra).
  assert (reach : 0 < INR N1 * (1 - epsilon)) by (apply Rmult_lt_0_compat; lra).
  assert (scaled : INR x * (INR N1 * (1 - epsilon)) < beta * INR n * INR d).
  { apply Rlt_le_trans with (beta * u * INR n * (INR N1 * (1 - epsilon))).
    - now apply Rmult_lt_compat_r.
    - apply (Rmult_le_compat_l (beta * INR n)) in enough; [lra |].
      apply Rmult_le_pos; lra. }
  assert (INR x / INR d < beta * INR n / (INR N1 * (1 - epsilon))); [| lra].
  apply (Rmult_lt_reg_r (INR d * (INR N1 * (1 - epsilon)))); [now apply Rmult_lt_0_compat |].
  replace (INR x / INR d * (INR d * (INR N1 * (1 - epsilon))))
    with (INR x * (INR N1 * (1 - epsilon))) by (field; lra).
  replace (beta * INR n / (INR N1 * (1 - epsilon)) * (INR d * (INR N1 * (1 - epsilon))))
    with (beta * INR n * INR d) by (field; lra). exact scaled.
Qed.
