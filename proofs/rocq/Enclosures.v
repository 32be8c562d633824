(** From two strict inequalities between numbers to a boundary between them. *)

From Coq Require Import Reals Lra Lia.
From Interval Require Import Tactic.
From SkillTheory Require Import Vocabulary Sums Information Boundary.
Open Scope R_scope.

(** [ends alpha theta k low high]: the emergence inequality fails at [low] and holds at [high]. *)
Section Enclosed.
Variables (alpha theta low high : R) (k : nat).
Hypotheses (ha : 0 < alpha < 1) (ht : 0 < theta < 1) (hk : (1 <= k)%nat).
Hypotheses (hlow : 1 < low) (hhigh : 1 < high) (inside : alpha * low < 1) (inside' : alpha * high < 1).
Hypothesis fails : INR k * theta * kl (alpha * low) alpha < h theta.
Hypothesis holds : h theta < INR k * theta * kl (alpha * high) alpha.

Let k_pos : 0 < INR k.
Proof. now apply lt_0_INR. Qed.

Let weight : 0 < INR k * theta.
Proof. apply Rmult_lt_0_compat; [exact k_pos | apply ht]. Qed.

Lemma boundary_between : forall beta, 1 < beta -> alpha * beta < 1 ->
  boundary alpha beta (INR k) theta -> low < beta < high.
Proof.
  unfold boundary. intros beta above below on_it. rewrite <- on_it in *.
  split; apply (reflects alpha); try easy; now apply (Rmult_lt_reg_l (INR k * theta)).
Qed.

(** There is exactly one boundary, and it lies between the ends. *)
Theorem enclosed : exists beta,
  (low < beta < high /\ boundary alpha beta (INR k) theta) /\
  forall beta', 1 < beta' -> alpha * beta' < 1 -> boundary alpha beta' (INR k) theta ->
  beta' = beta.
Proof.
  destruct (boundary_exists alpha (INR k) theta ha k_pos ht) as (beta & above & below & on_it).
  { eapply Rlt_trans; [exact holds |]. apply Rmult_lt_compat_l; [exact weight |].
    unfold Rdiv. rewrite Rmult_1_l, ln_recip by apply ha.
    apply kl_below_log; [easy | | easy]. destruct ha. nra. }
  exists beta. split; [split; [now apply boundary_between | easy] |].
  intros beta' above' below' on_it'.
  now apply (unique alpha beta' beta (INR k) theta).
Qed.
End Enclosed.

(** Where the condition of existence fails there is no boundary at all. *)
Theorem no_boundary : forall alpha theta k,
  0 < alpha < 1 -> 0 < theta < 1 -> (1 <= k)%nat ->
  INR k * theta * ln (1 / alpha) < h theta ->
  forall beta, 1 < beta -> alpha * beta < 1 -> ~ boundary alpha beta (INR k) theta.
Proof.
  intros alpha theta k ha ht hk fails beta above below on_it.
  assert (0 < INR k) by now apply lt_0_INR.
  pose proof (necessary alpha beta (INR k) theta ha above H ht on_it below). lra.
Qed.

(** A comparison of numbers, by enclosures of 240 bits. *)
Ltac number :=
  unfold h, kl; cbn [INR];
  first [apply Rlt_not_le | apply Rle_not_lt, Rlt_le | idtac];
  interval with (i_prec 240).
