(** Skill-Mix: how many right answers must be on combinations never seen. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums Information Probability Estimates.
Open Scope R_scope.

Section Novelty.
Context {Omega : Type} (P : probability Omega).
Context (right_ : Omega -> nat -> nat -> nat) (seen_ : Omega -> nat -> nat -> nat -> nat).

(** The model answers rightly; a corpus of L sentences holds the combination; right and not held. *)
Definition right (k tau : nat) : R := P (fun w => 1 <= INR (right_ w k tau)).
Definition seen (k L tau : nat) : R := P (fun w => 1 <= INR (seen_ w k L tau)).
Definition fresh (k L tau : nat) : R :=
  P (fun w => 1 <= INR (right_ w k tau) /\ INR (seen_ w k L tau) < 1).

Lemma right_is_fresh_or_seen : forall k L tau, right k tau <= fresh k L tau + seen k L tau.
Proof.
  intros. eapply Rle_trans; [| apply pr_or]. apply pr_mono. intros w here.
  destruct (Rlt_le_dec (INR (seen_ w k L tau)) 1); [now left | now right].
Qed.

Lemma mostly_fresh : forall L T k b s, 0 < s ->
  Sum 1 T (right k) = s * INR T -> Sum 1 T (seen k L) <= b * INR T ->
  (1 - b / s) * Sum 1 T (right k) <= Sum 1 T (fresh k L).
Proof.
  intros L T k b s hs score held.
  assert (Sum 1 T (right k) <= Sum 1 T (fresh k L) + Sum 1 T (seen k L)).
  { rewrite <- Sum_plus. apply Sum_le. intros. apply right_is_fresh_or_seen. }
  replace ((1 - b / s) * Sum 1 T (right k)) with (s * INR T - b * INR T)
    by (rewrite score; field; lra). lra.
Qed.
End Novelty.

#[export] Hint Unfold right seen fresh : reading.

(* skillmix.split : Omega pr C O k L tau *)
Theorem split : forall Omega (P : probability Omega) C O k L tau,
  (1 <= k)%nat -> (1 <= L)%nat -> (1 <= tau)%nat ->
  right P C k tau <= fresh P C O k L tau + seen P O k L tau.
Proof. intros. apply right_is_fresh_or_seen. Qed.

(* skillmix.novelty : Omega pr C O L T b k s *)
Theorem novelty : forall Omega (P : probability Omega) C O L T b k s,
  (1 <= L)%nat -> (1 <= T)%nat -> 0 < b -> (1 <= k)%nat -> 0 < s < 1 ->
  Sum 1 T (right P C k) = s * INR T -> Sum 1 T (seen P O k L) <= b * INR T ->
  (1 - b / s) * Sum 1 T (right P C k) <= Sum 1 T (fresh P C O k L).
Proof. intros. now apply mostly_fresh. Qed.

(* skillmix.more-than-seen : Omega pr C O L T b k s *)
Theorem more_than_seen : forall Omega (P : probability Omega) C O L T b k s,
  (1 <= L)%nat -> (1 <= T)%nat -> 0 < b -> (1 <= k)%nat -> 0 < s < 1 ->
  Sum 1 T (right P C k) = s * INR T -> Sum 1 T (seen P O k L) <= b * INR T -> b < s ->
  0 < Sum 1 T (fresh P C O k L).
Proof.
  intros Omega P C O L T b k s _ hT hb hk hs score held less.
  eapply Rlt_le_trans; [| now apply (mostly_fresh P C O L T k b s)].
  assert (0 < INR T) by now apply lt_0_INR.
  rewrite score. replace ((1 - b / s) * (s * INR T)) with ((s - b) * INR T) by (field; lra).
  apply Rmult_lt_0_compat; lra.
Qed.

(* skillmix.given-corpus : T b c o s *)
Theorem given_corpus : forall T b c o s,
  (1 <= T)%nat -> 0 < b -> (forall t, 0 <= c t <= 1) -> (forall t, 0 <= o t <= 1) -> 0 < s < 1 ->
  Sum 1 T c = s * INR T -> Sum 1 T o <= b * INR T ->
  (1 - b / s) * Sum 1 T c <= Sum 1 T (fun t => c t * (1 - o t)).
Proof.
  intros T b c o s _ _ hc ho hs score held.
  apply Rle_trans with (Sum 1 T (fun t => c t - o t)).
  - rewrite Sum_minus. replace ((1 - b / s) * Sum 1 T c) with (s * INR T - b * INR T)
      by (rewrite score; field; lra). lra.
  - apply Sum_le. intros t _. specialize (hc t). specialize (ho t). nra.
Qed.

(** [p^k p' L] against [epsilon], in logarithms. *)
Lemma in_logarithms : forall L epsilon k p p', 0 < L -> 0 < epsilon -> 0 < p -> 0 < p' ->
  ln (p' * L / epsilon) - INR k * ln (1 / p) = ln (p ^ k * p' * L) - ln epsilon.
Proof.
  intros L epsilon k p p' hL he hp hp'. assert (0 < p ^ k) by now apply pow_lt.
  assert (0 < p' * L) by now apply Rmult_lt_0_compat.
  assert (0 < p ^ k * p') by now apply Rmult_lt_0_compat.
  rewrite ln_div, !ln_mult by easy. unfold Rdiv. rewrite Rmult_1_l, ln_recip by easy.
  rewrite <- (exp_ln_pow k p), ln_exp by easy. ring.
Qed.

(* skillmix.difficulty : L epsilon k p_s p_t *)
Theorem difficulty : forall L epsilon k p p',
  (1 <= L)%nat -> 0 < epsilon -> (1 <= k)%nat -> 0 < p < 1 -> 0 < p' < 1 ->
  ln (p' * INR L / epsilon) <= INR k * ln (1 / p) -> p ^ k * p' * INR L <= epsilon.
Proof.
  intros L epsilon k p p' hL he hk hp hp' enough. assert (0 < INR L) by now apply lt_0_INR.
  pose proof (in_logarithms (INR L) epsilon k p p' H he ltac:(lra) ltac:(lra)) as same.
  destruct (Rle_lt_dec (p ^ k * p' * INR L) epsilon) as [done | more]; [easy | exfalso].
  apply (ln_increasing _ _ he) in more. lra.
Qed.

(* skillmix.least-k : L epsilon k p_s p_t *)
Theorem least_k : forall L epsilon k p p',
  (1 <= L)%nat -> 0 < epsilon -> (1 <= k)%nat -> 0 < p < 1 -> 0 < p' < 1 ->
  INR k * ln (1 / p) < ln (p' * INR L / epsilon) -> epsilon < p ^ k * p' * INR L.
Proof.
  intros L epsilon k p p' hL he hk hp hp' few. assert (0 < INR L) by now apply lt_0_INR.
  pose proof (in_logarithms (INR L) epsilon k p p' H he ltac:(lra) ltac:(lra)) as same.
  apply ln_lt_inv; [easy | | lra].
  repeat apply Rmult_lt_0_compat; try lra. apply pow_lt. lra.
Qed.
