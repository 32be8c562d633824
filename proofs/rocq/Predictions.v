(** What a step in scale should do: to tuples of skills, and to Skill-Mix. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Information Scaling.
Open Scope R_scope.

(** The share [theta] of wrong pieces is the excess of the loss [L] over the entropy [E],
    while that is at most 1. *)
Definition sufficiency (theta L : R -> R -> R) (E : R) : Prop :=
  forall N D, 0 < N -> 0 < D -> L N D - E <= 1 -> theta N D = L N D - E.

(** The score [s] does not fall where the share of failing groups does not rise. *)
Definition transfer (theta : R -> R -> R) (s : R -> R -> nat -> R) : Prop :=
  forall N D N' D' k k', 0 < N -> 0 < D -> 0 < N' -> 0 < D' -> (1 <= k)%nat -> (1 <= k')%nat ->
  INR k' * theta N' D' <= INR k * theta N D -> s N D k <= s N' D' k'.

#[export] Hint Unfold sufficiency transfer : reading.

Section Step.
Variables (theta L : R -> R -> R) (E A B a b : R).
Hypotheses (hE : 0 < E) (hA : 0 < A) (hB : 0 < B) (ha : 0 < a) (hb : 0 < b).
Hypothesis positive : forall N D, 0 < L N D.
Hypothesis tracked : sufficiency theta L E.
Hypothesis law : forall N D, 0 < N -> 0 < D -> L N D = E + excess A B a b N D.
Hypothesis exponents : a = 34 / 100 /\ b = 28 / 100.

Lemma tenfold_errors : forall N D, 0 < N -> 0 < D -> L N D - E <= 1 ->
  190 / 100 * theta (10 * N) (10 * D) < theta N D /\
  theta N D < 219 / 100 * theta (10 * N) (10 * D).
Proof.
  intros N D hN hD small.
  destruct (tenfold L E A B a b N D hE hA hB ha hb hN hD positive law exponents) as [low high].
  assert (0 < L N D - E).
  { rewrite (law N D hN hD). unfold excess.
    assert (0 < A * Rpower N (- a)) by (apply Rmult_lt_0_compat; [easy | apply Rpower_pos]).
    assert (0 < B * Rpower D (- b)) by (apply Rmult_lt_0_compat; [easy | apply Rpower_pos]). lra. }
  rewrite (tracked N D), (tracked (10 * N) (10 * D)) by lra. lra.
Qed.
End Step.

(* tuples.tenfold given cloze.sufficiency, scaling.law, scaling.exponents :
   theta L E A_0 B_0 a_0 b_0 N D *)
Theorem tuples_tenfold : forall theta L E A B a b N D,
  sufficiency theta L E ->
  (forall N D, 0 < N -> 0 < D -> L N D = E + excess A B a b N D) ->
  a = 34 / 100 /\ b = 28 / 100 ->
  0 < E -> 0 < A -> 0 < B -> 0 < a -> 0 < b ->
  (forall N D, 0 < L N D) -> (forall N D, 0 <= theta N D <= 1) -> 0 < N -> 0 < D ->
  L N D - E <= 1 ->
  190 / 100 * theta (10 * N) (10 * D) < theta N D /\
  theta N D < 219 / 100 * theta (10 * N) (10 * D).
Proof. intros. now apply (tenfold_errors theta L E A B a b). Qed.

(* skillmix.reach given cloze.sufficiency, skillmix.transfer : theta s L E N D N' D' k k_2 *)
Theorem reach : forall theta s L E N D N' D' k k',
  sufficiency theta L E -> transfer theta s ->
  0 < E -> (forall N D, 0 < L N D) -> (forall N D k, 0 <= s N D k <= 1) ->
  (forall N D, 0 <= theta N D <= 1) ->
  0 < N -> 0 < D -> 0 < N' -> 0 < D' -> (1 <= k)%nat -> (1 <= k')%nat ->
  L N D - E <= 1 -> INR k' * (L N' D' - E) <= INR k * (L N D - E) ->
  s N D k <= s N' D' k'.
Proof.
  intros theta s L E N D N' D' k k' tracked carried _ _ _ ht hN hD hN' hD' hk hk' small fewer.
  apply carried; try easy. rewrite (tracked N D) by easy.
  apply Rle_trans with (INR k' * (L N' D' - E)); [| easy].
  apply Rmult_le_compat_l; [apply pos_INR |].
  destruct (Rle_lt_dec (L N' D' - E) 1) as [below | above].
  - rewrite (tracked N' D') by easy. lra.
  - specialize (ht N' D'). lra.
Qed.

(* skillmix.tenfold given cloze.sufficiency, scaling.law, scaling.exponents, skillmix.transfer :
   theta s L E A_0 B_0 a_0 b_0 N D k k_2 *)
Theorem skillmix_tenfold : forall theta s L E A B a b N D k k',
  sufficiency theta L E ->
  (forall N D, 0 < N -> 0 < D -> L N D = E + excess A B a b N D) ->
  a = 34 / 100 /\ b = 28 / 100 -> transfer theta s ->
  0 < E -> 0 < A -> 0 < B -> 0 < a -> 0 < b ->
  (forall N D, 0 < L N D) -> (forall N D k, 0 <= s N D k <= 1) ->
  (forall N D, 0 <= theta N D <= 1) -> 0 < N -> 0 < D -> (1 <= k)%nat -> (1 <= k')%nat ->
  L N D - E <= 1 -> INR k' <= 190 / 100 * INR k ->
  s N D k <= s (10 * N) (10 * D) k'.
Proof.
  intros theta s L E A B a b N D k k' tracked law exponents carried hE hA hB ha hb hL _ ht hN hD
    hk hk' small reach_.
  apply carried; try easy; try lra.
  destruct (tenfold_errors theta L E A B a b hE hA hB ha hb hL tracked law exponents N D hN hD small)
    as [low _].
  apply Rle_trans with (190 / 100 * INR k * theta (10 * N) (10 * D)).
  - apply Rmult_le_compat_r; [apply ht | easy].
  - assert (0 <= INR k) by apply pos_INR. nra.
Qed.
