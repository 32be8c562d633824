(** From excess cross-entropy to wrong answers. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums Information Distances.
Open Scope R_scope.

(* cloze.chance : n *)
Theorem chance : forall n, (1 <= n)%nat -> - ln (1 / INR n) = ln (INR n).
Proof.
  intros n some. unfold Rdiv. rewrite Rmult_1_l, ln_recip; [ring | now apply lt_0_INR].
Qed.

(* cloze.certain : s e *)
Theorem certain : forall s e, 0 < s < 1 -> e = - ln s -> 1 - s = 1 - exp (- e).
Proof. intros s e hs ->. rewrite Ropp_involutive, exp_ln; lra. Qed.

(* cloze.linear : e *)
Theorem linear : forall e, 1 - exp (- e) <= e.
Proof. intros e. pose proof (exp_ineq1_le (- e)). lra. Qed.

(** ** Total variation

    Letters [1 .. n] lie in an event, with masses [P] and [Q]; letters [1 .. m]
    outside it, with masses [P'] and [Q']. *)

Definition divergence (n : nat) (P Q : nat -> R) : R := Sum 1 n (fun i => P i * ln (P i / Q i)).

#[export] Hint Unfold divergence : reading.

Section Event.
Variables (n m : nat) (P Q P' Q' : nat -> R).
Hypotheses (some_n : (1 <= n)%nat) (some_m : (1 <= m)%nat)
  (hP : forall i, 0 < P i) (hQ : forall i, 0 < Q i)
  (hP' : forall i, 0 < P' i) (hQ' : forall i, 0 < Q' i)
  (whole_P : Sum 1 n P + Sum 1 m P' = 1) (whole_Q : Sum 1 n Q + Sum 1 m Q' = 1).

Let p := Sum 1 n P.
Let q := Sum 1 n Q.
Let excess := divergence n P Q + divergence m P' Q'.

(** Merging letters lowers the divergence; then Pinsker for two. *)
Lemma squared : 2 * (p - q) ^ 2 <= excess.
Proof.
  assert (0 < Sum 1 m P') by (apply Sum_pos; auto).
  assert (0 < Sum 1 m Q') by (apply Sum_pos; auto).
  assert (hp : 0 < p < 1) by (split; [apply Sum_pos; auto | unfold p; lra]).
  assert (hq : 0 < q < 1) by (split; [apply Sum_pos; auto | unfold q; lra]).
  pose proof (pinsker q p hq hp) as two.
  assert (inside : p * ln (p / q) <= divergence n P Q) by (apply log_sum; easy).
  assert (outside : (1 - p) * ln ((1 - p) / (1 - q)) <= divergence m P' Q').
  { apply log_sum; try easy; unfold p, q in *; lra. }
  unfold excess, kl in *. lra.
Qed.

Lemma rooted : Rabs (p - q) <= sqrt (excess / 2).
Proof.
  rewrite <- sqrt_Rsqr_abs. apply sqrt_le_1_alt. pose proof squared. unfold Rsqr. lra.
Qed.
End Event.

Lemma half_excess : forall n m P Q P' Q',
  (1 <= n)%nat -> (1 <= m)%nat ->
  (forall i, 0 < P i) -> (forall i, 0 < Q i) -> (forall i, 0 < P' i) -> (forall i, 0 < Q' i) ->
  Sum 1 n P + Sum 1 m P' = 1 -> Sum 1 n Q + Sum 1 m Q' = 1 ->
  0 <= (divergence n P Q + divergence m P' Q') / 2.
Proof.
  intros. pose proof (pow2_ge_0 (Sum 1 n P - Sum 1 n Q)).
  assert (2 * (Sum 1 n P - Sum 1 n Q) ^ 2 <= divergence n P Q + divergence m P' Q')
    by now apply squared. lra.
Qed.

(* cloze.total-variation : n m P Q R_ S *)
Theorem total_variation : forall n m P Q P' Q',
  (1 <= n)%nat -> (1 <= m)%nat ->
  (forall i, 0 < P i) -> (forall i, 0 < Q i) -> (forall i, 0 < P' i) -> (forall i, 0 < Q' i) ->
  Sum 1 n P + Sum 1 m P' = 1 -> Sum 1 n Q + Sum 1 m Q' = 1 ->
  Rabs (Sum 1 n P - Sum 1 n Q) <= sqrt ((divergence n P Q + divergence m P' Q') / 2).
Proof. intros. now apply rooted. Qed.

(* cloze.l1 : n m P Q R_ S *)
Theorem l1 : forall n m P Q P' Q',
  (1 <= n)%nat -> (1 <= m)%nat ->
  (forall i, 0 < P i) -> (forall i, 0 < Q i) -> (forall i, 0 < P' i) -> (forall i, 0 < Q' i) ->
  Sum 1 n P + Sum 1 m P' = 1 -> Sum 1 n Q + Sum 1 m Q' = 1 ->
  2 * Rabs (Sum 1 n P - Sum 1 n Q) <= sqrt (2 * (divergence n P Q + divergence m P' Q')).
Proof.
  intros n m P Q P' Q' some_n some_m hP hQ hP' hQ' whole_P whole_Q.
  pose proof (rooted n m P Q P' Q' some_n some_m hP hQ hP' hQ' whole_P whole_Q) as half.
  set (e := divergence n P Q + divergence m P' Q') in *.
  pose proof (squared n m P Q P' Q' some_n some_m hP hQ hP' hQ' whole_P whole_Q) as square.
  fold e in square. pose proof (pow2_ge_0 (Sum 1 n P - Sum 1 n Q)).
  replace (2 * e) with ((2 * 2) * (e / 2)) by field.
  rewrite sqrt_mult, sqrt_square by lra. lra.
Qed.
