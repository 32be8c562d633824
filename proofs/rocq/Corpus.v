(** Skill-Mix: how likely a corpus holds a combination. *)

From Coq Require Import Reals List Lra Lia.
From SkillTheory Require Import Vocabulary Sums Probability.
Open Scope R_scope.

(** A sentence holds topic and skills with the product of their frequencies. *)
Definition independence {Omega} (P : probability Omega) (X : Omega -> nat -> nat -> nat -> nat)
  (f : nat -> nat -> nat -> R) (q : nat -> nat -> R) : Prop :=
  forall h k tau, (1 <= h)%nat -> (1 <= k)%nat -> (1 <= tau)%nat ->
  P (fun w => 1 <= INR (X w k tau h)) = q k tau * Prod 1 k (fun r => f k tau r).

(** Some sentence of a corpus of [L] holds the combination. *)
Definition occurs {Omega} (X : Omega -> nat -> nat -> nat -> nat) (L k tau : nat) (w : Omega) : Prop :=
  exists h, (1 <= h <= L)%nat /\ 1 <= INR (X w k tau h).

#[export] Hint Unfold independence occurs : reading.

Lemma Prod_below : forall low high f p, (forall i, (low <= i <= high)%nat -> 0 <= f i <= p) ->
  0 <= Prod low high f <= p ^ (S high - low).
Proof.
  intros low high f p each. rewrite <- (Prod_const low high p). unfold Prod.
  assert (all : forall i, In i (seq low (S high - low)) -> 0 <= f i <= p)
    by (intros; apply each; now apply in_range).
  induction (seq low (S high - low)) as [| a l IH]; simpl; [lra |].
  assert (0 <= f a <= p) by (apply all; now left).
  destruct IH as [pos below]; [intros; apply all; now right |].
  split; [apply Rmult_le_pos; lra | apply Rmult_le_compat; lra].
Qed.

(* skillmix.occurrence given skillmix.independence : Omega pr X_h f q L k p_s p_t tau *)
Theorem occurrence : forall Omega (P : probability Omega) X f q L k p p' tau,
  independence P X f q ->
  (forall k tau r, 0 < f k tau r < 1) -> (forall k tau, 0 < q k tau < 1) ->
  (1 <= L)%nat -> (1 <= k)%nat -> 0 < p < 1 -> 0 < p' < 1 -> (1 <= tau)%nat ->
  (forall r, (1 <= r <= k)%nat -> f k tau r <= p) -> q k tau <= p' ->
  P (occurs X L k tau) <= p ^ k * p' * INR L.
Proof.
  intros Omega P X f q L k p p' tau apart hf hq hL hk hp hp' htau skills topic.
  eapply Rle_trans; [apply union_bound |].
  apply Rle_trans with (Sum 1 L (fun _ => p ^ k * p')).
  - apply Sum_le. intros h inside. rewrite (apart h k tau) by lia.
    destruct (Prod_below 1 k (fun r => f k tau r) p) as [pos below].
    { intros r range. specialize (hf k tau r). specialize (skills r range). lra. }
    replace (S k - 1)%nat with k in below by lia. specialize (hq k tau).
    rewrite Rmult_comm. apply Rmult_le_compat; lra.
  - rewrite Sum_const. apply Req_le. replace (S L - 1)%nat with L by lia. ring.
Qed.
