(** How the loss falls with parameters and tokens. *)

From Coq Require Import Reals Lra Lia.
From Interval Require Import Tactic.
From SkillTheory Require Import Vocabulary Information.
Open Scope R_scope.

(** The excess with [N] parameters and [D] tokens; and with [N] parameters when
    all of the compute [C = 6 N D] is spent. *)
Definition excess (A B a b N D : R) : R := A * Rpower N (- a) + B * Rpower D (- b).
Definition spent (A B a b C N : R) : R := A * Rpower N (- a) + B * Rpower (6 * N / C) b.

Definition split (A B a b : R) : R := Rpower (a * A / (b * B)) (1 / (a + b)).
Definition parameters (A B a b C : R) : R := split A B a b * Rpower (C / 6) (b / (a + b)).
Definition tokens (A B a b C : R) : R := Rpower (C / 6) (a / (a + b)) / split A B a b.

#[export] Hint Unfold excess spent split parameters tokens : reading.

Lemma Rpower_pos : forall x y, 0 < Rpower x y.
Proof. intros. apply exp_pos. Qed.

Lemma ln_Rpower : forall x y, ln (Rpower x y) = y * ln x.
Proof. intros. apply ln_exp. Qed.

Lemma parameters_pos : forall A B a b C, 0 < parameters A B a b C.
Proof. intros. apply Rmult_lt_0_compat; apply Rpower_pos. Qed.

(** An exponential lies above its tangents. *)
Lemma exp_tangent : forall x y, exp x * (1 + (y - x)) <= exp y.
Proof.
  intros x y. replace y with (x + (y - x)) at 2 by ring. rewrite exp_plus.
  apply Rmult_le_compat_l; [apply Rlt_le, exp_pos | apply exp_ineq1_le].
Qed.

Lemma exp_tangent_strict : forall x y, x <> y -> exp x * (1 + (y - x)) < exp y.
Proof.
  intros x y apart. replace y with (x + (y - x)) at 2 by ring. rewrite exp_plus.
  apply Rmult_lt_compat_l; [apply exp_pos | apply exp_ineq1; lra].
Qed.

Section Optimum.
Variables A B a b C : R.
Hypotheses (hA : 0 < A) (hB : 0 < B) (ha : 0 < a) (hb : 0 < b) (hC : 0 < C).

Let best := parameters A B a b C.

Lemma ln_best :
  (a + b) * ln best = ln (a * A) - ln (b * B) + b * (ln C - ln 6).
Proof.
  unfold best, parameters, split. rewrite ln_mult by apply Rpower_pos.
  rewrite !ln_Rpower, !ln_div; try lra; try (now apply Rmult_lt_0_compat).
  field. lra.
Qed.

(** At the best split both terms have the same slope in [ln N]. *)
Lemma level : a * (A * Rpower best (- a)) = b * (B * Rpower (6 * best / C) b).
Proof.
  assert (best_pos : 0 < best) by apply parameters_pos.
  assert (0 < 6 * best / C) by (apply div_pos; lra).
  apply ln_inv; repeat apply Rmult_lt_0_compat; try easy; try apply Rpower_pos.
  pose proof ln_best as at_best.
  rewrite <- !Rmult_assoc.
  rewrite !(ln_mult (_ * _)); try apply Rpower_pos; try (now apply Rmult_lt_0_compat).
  rewrite !ln_Rpower, ln_div, (ln_mult 6) by lra. lra.
Qed.

(** Each term lies above its tangent in [ln N], and the slopes cancel. *)
Lemma terms_at : forall N, 0 < N ->
  spent A B a b C N = A * exp (- a * ln N) + B * exp (b * (ln 6 + ln N - ln C)).
Proof.
  intros N pos. unfold spent, Rpower. rewrite (ln_div (6 * N)), ln_mult by lra. reflexivity.
Qed.

Theorem best_split : forall N, 0 < N -> spent A B a b C best <= spent A B a b C N.
Proof.
  intros N pos. assert (best_pos : 0 < best) by apply parameters_pos.
  pose proof level as slopes. unfold Rpower in slopes.
  rewrite (ln_div (6 * best)), ln_mult in slopes by lra.
  rewrite !terms_at by easy.
  pose proof (exp_tangent (- a * ln best) (- a * ln N)) as first.
  pose proof (exp_tangent (b * (ln 6 + ln best - ln C)) (b * (ln 6 + ln N - ln C))) as second.
  apply (Rmult_le_compat_l A) in first; [| lra].
  apply (Rmult_le_compat_l B) in second; [| lra].
  apply (Rmult_eq_compat_r (ln N - ln best)) in slopes. lra.
Qed.

Theorem best_split_strict : forall N, 0 < N -> N <> best ->
  spent A B a b C best < spent A B a b C N.
Proof.
  intros N pos apart. assert (best_pos : 0 < best) by apply parameters_pos.
  assert (logs : ln N <> ln best) by (intros same; apply apart; now apply ln_inv).
  pose proof level as slopes. unfold Rpower in slopes.
  rewrite (ln_div (6 * best)), ln_mult in slopes by lra.
  rewrite !terms_at by easy.
  assert (moved : - a * ln best <> - a * ln N).
  { intros same. apply logs, (Rmult_eq_reg_l (- a)); lra. }
  pose proof (exp_tangent_strict _ _ moved) as first.
  pose proof (exp_tangent (b * (ln 6 + ln best - ln C)) (b * (ln 6 + ln N - ln C))) as second.
  apply (Rmult_lt_compat_l A) in first; [| lra].
  apply (Rmult_le_compat_l B) in second; [| lra].
  apply (Rmult_eq_compat_r (ln N - ln best)) in slopes. lra.
Qed.

End Optimum.

(* scaling.optimum : A B a b C N *)
Theorem optimum : forall A B a b C N,
  0 < A -> 0 < B -> 0 < a -> 0 < b -> 0 < C -> 0 < N ->
  spent A B a b C (parameters A B a b C) <= spent A B a b C N.
Proof. intros. now apply best_split. Qed.

(* scaling.optimum-unique : A B a b C N *)
Theorem optimum_unique : forall A B a b C N,
  0 < A -> 0 < B -> 0 < a -> 0 < b -> 0 < C -> 0 < N ->
  N <> parameters A B a b C ->
  spent A B a b C (parameters A B a b C) < spent A B a b C N.
Proof. intros. now apply best_split_strict. Qed.

(* scaling.optimum-tokens : A B a b C *)
Theorem optimum_tokens : forall A B a b C,
  0 < A -> 0 < B -> 0 < a -> 0 < b -> 0 < C ->
  C / (6 * parameters A B a b C) = tokens A B a b C.
Proof.
  intros A B a b C hA hB ha hb hC. pose proof (parameters_pos A B a b C).
  apply ln_inv.
  - apply div_pos; lra.
  - apply div_pos; apply Rpower_pos.
  - unfold tokens, parameters in *.
    rewrite !ln_div, !ln_mult, !ln_Rpower, ln_div; try apply Rpower_pos; try lra.
    field. lra.
Qed.

(* scaling.compute-exponent : A B a b C r *)
Theorem compute_exponent : forall A B a b C r,
  0 < A -> 0 < B -> 0 < a -> 0 < b -> 0 < C -> 1 < r ->
  spent A B a b (r * C) (parameters A B a b (r * C)) =
  Rpower r (- (a * b / (a + b))) * spent A B a b C (parameters A B a b C).
Proof.
  intros A B a b C r hA hB ha hb hC hr.
  assert (hrC : 0 < r * C) by (apply Rmult_lt_0_compat; lra).
  assert (moved : ln (parameters A B a b (r * C)) =
    ln (parameters A B a b C) + b / (a + b) * ln r).
  { unfold parameters. rewrite !ln_mult, !ln_Rpower, !ln_div, ln_mult by (lra || apply Rpower_pos).
    ring. }
  rewrite !terms_at, moved, ln_mult by (lra || apply parameters_pos).
  rewrite (Rmult_plus_distr_l (Rpower r _)). unfold Rpower.
  assert (swap : forall x y z, x * (y * z) = y * (x * z)) by (intros; ring).
  rewrite !(swap (exp _)), <- !exp_plus. do 3 f_equal; field; lra.
Qed.

(* scaling.bracket : A B a b N D r *)
Theorem bracket : forall A B a b N D r,
  0 < A -> 0 < B -> 0 < a -> 0 < b -> 0 < N -> 0 < D -> 1 < r -> b <= a ->
  Rpower r (- a) * excess A B a b N D <= excess A B a b (r * N) (r * D) /\
  excess A B a b (r * N) (r * D) <= Rpower r (- b) * excess A B a b N D.
Proof.
  intros A B a b N D r hA hB ha hb hN hD hr ordered. unfold excess.
  rewrite <- !(Rpower_mult_distr r) by lra.
  assert (steps : Rpower r (- a) <= Rpower r (- b)) by (apply Rle_Rpower; lra).
  assert (0 < A * Rpower N (- a)) by (apply Rmult_lt_0_compat; [easy | apply Rpower_pos]).
  assert (0 < B * Rpower D (- b)) by (apply Rmult_lt_0_compat; [easy | apply Rpower_pos]).
  split; nra.
Qed.

(** The exponents of the first published fit, and the law at [N, D] and at ten times both. *)
Lemma tenfold_powers :
  457 / 1000 < Rpower 10 (- (34 / 100)) /\ Rpower 10 (- (28 / 100)) < 525 / 1000.
Proof. unfold Rpower. split; interval with (i_prec 40). Qed.

(* scaling.tenfold given scaling.law, scaling.exponents : L E A_0 B_0 a_0 b_0 N D *)
Theorem tenfold : forall (L : R -> R -> R) E A B a b N D,
  0 < E -> 0 < A -> 0 < B -> 0 < a -> 0 < b -> 0 < N -> 0 < D ->
  (forall N D, 0 < L N D) ->
  (forall N D, 0 < N -> 0 < D -> L N D = E + excess A B a b N D) ->
  a = 34 / 100 /\ b = 28 / 100 ->
  457 / 1000 * (L N D - E) < L (10 * N) (10 * D) - E /\
  L (10 * N) (10 * D) - E < 525 / 1000 * (L N D - E).
Proof.
  intros L E A B a b N D hE hA hB ha hb hN hD _ law [exact_a exact_b].
  rewrite (law N D), (law (10 * N) (10 * D)) by lra.
  destruct (bracket A B a b N D 10) as [low high]; try lra.
  destruct tenfold_powers as [small large]. rewrite <- exact_a in small. rewrite <- exact_b in large.
  assert (0 < excess A B a b N D).
  { apply Rplus_lt_0_compat; apply Rmult_lt_0_compat; try easy; apply Rpower_pos. }
  split; nra.
Qed.
