(** Thinning a binomial law, and why lighter sets of skills are worse. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums Superquantile Sharp.
Open Scope R_scope.

(** The mean of [g] under a binomial law. *)
Definition expected (k : nat) (a : R) (g : nat -> R) : R := Sum 0 k (fun i => mass k a i * g i).

Lemma expected_ext : forall k a f g, (forall i, f i = g i) -> expected k a f = expected k a g.
Proof. intros. apply Sum_ext. intros i _. now rewrite H. Qed.

Lemma expected_linear : forall k a x y f g,
  expected k a (fun i => x * f i + y * g i) = x * expected k a f + y * expected k a g.
Proof.
  intros. unfold expected. rewrite <- !Sum_scale, <- Sum_plus. apply Sum_ext. intros. ring.
Qed.

(** One more toss comes up heads or tails. *)
Lemma one_more : forall k a g,
  expected (S k) a g = (1 - a) * expected k a g + a * expected k a (fun i => g (S i)).
Proof.
  intros k a g.
  assert (tails : (1 - a) * expected k a g =
    (1 - a) ^ S k * g 0%nat +
    Sum 0 k (fun i => INR (binom k (S i)) * a ^ S i * (1 - a) ^ (k - i) * g (S i))).
  { unfold expected. rewrite Sum_first by lia. rewrite Rmult_plus_distr_l, <- Sum_scale.
    destruct k as [| k].
    - rewrite Sum_empty, Sum_one by lia. unfold mass. simpl. ring.
    - rewrite Sum_shift, (Sum_last 0 k) by lia. rewrite binom_out by lia.
      unfold mass at 1. rewrite binom_0, Nat.sub_0_r.
      rewrite (Sum_ext 0 k (fun i => (1 - a) * (mass (S k) a (S i) * g (S i)))
        (fun i => INR (binom (S k) (S i)) * a ^ S i * (1 - a) ^ (S k - i) * g (S i))).
      + simpl. ring.
      + intros i range. unfold mass. change (S k - S i)%nat with (k - i)%nat.
        replace (S k - i)%nat with (S (k - i)) by lia. cbn [pow]. ring. }
  rewrite tails. unfold expected. rewrite Sum_first, Sum_shift by lia.
  unfold mass at 1. rewrite binom_0, Nat.sub_0_r.
  rewrite (Sum_ext 0 k (fun i => mass (S k) a (S i) * g (S i))
    (fun i => INR (binom k (S i)) * a ^ S i * (1 - a) ^ (k - i) * g (S i) +
              a * (mass k a i * g (S i)))).
  - rewrite Sum_plus, Sum_scale. change (INR 1) with 1. cbn [pow]. ring.
  - intros i range. unfold mass. change (S k - S i)%nat with (k - i)%nat.
    change (binom (S k) (S i)) with (binom k i + binom k (S i))%nat. rewrite plus_INR.
    cbn [pow]. ring.
Qed.

(** Keep each success with probability [rho]: what is left is binomial again. *)
(* by itself: thinning of a binomial law, which the kernel takes from a textbook *)
Theorem thinned : forall k p rho g,
  expected k (p * rho) g = expected k p (fun r => expected r rho g).
Proof.
  induction k as [| k IH]; intros p rho g.
  - unfold expected. rewrite !Sum_one. unfold mass. simpl. ring.
  - rewrite !one_more, !IH.
    rewrite (expected_ext k p (fun r => expected (S r) rho g)
      (fun r => (1 - rho) * expected r rho g + rho * expected r rho (fun i => g (S i))))
      by (intros; apply one_more).
    rewrite expected_linear. ring.
Qed.

(** A mean of positive parts is at least the positive part of the mean. *)
Lemma surplus_of_mean : forall r rho c, 0 < rho < 1 ->
  rho * surplus (INR r) c <= expected r rho (fun i => surplus (INR i) (rho * c)).
Proof.
  intros r rho c hr. assert (0 <= expected r rho (fun i => surplus (INR i) (rho * c))).
  { apply Sum_nonneg. intros. apply Rmult_le_pos; [now apply mass_nonneg | apply surplus_nonneg]. }
  destruct (Rle_lt_dec c (INR r)) as [above | below]; [| rewrite surplus_below; lra].
  rewrite surplus_above by easy.
  replace (rho * (INR r - c)) with (expected r rho (fun i => 1 * INR i + (- (rho * c)) * 1)).
  - apply Sum_le. intros i _. apply Rmult_le_compat_l; [now apply mass_nonneg |].
    destruct (Rle_lt_dec (rho * c) (INR i)).
    + rewrite surplus_above; lra.
    + rewrite surplus_below; lra.
  - rewrite expected_linear. unfold expected. rewrite mean.
    rewrite (Sum_ext 0 r (fun i => mass r rho i * 1) (mass r rho)) by (intros; ring).
    rewrite total. ring.
Qed.

(* sharp.falls-in-alpha : c k p rho theta *)
Theorem falls_in_alpha : forall c k p rho theta,
  (1 <= k)%nat -> 0 < p < 1 -> 0 < rho < 1 -> 0 < theta < 1 ->
  rho * at_level k p theta c <= at_level k (p * rho) theta (c * rho).
Proof.
  intros c k p rho theta _ hp hr _. rewrite (Rmult_comm c). unfold at_level.
  change (Sum 0 k (fun i => mass k (p * rho) i * surplus (INR i) (rho * c)))
    with (expected k (p * rho) (fun i => surplus (INR i) (rho * c))).
  rewrite thinned, Rmult_plus_distr_l, <- Sum_scale.
  replace (rho * (c * theta)) with (rho * c * theta) by ring. apply Rplus_le_compat_l.
  apply Sum_le. intros r _. pose proof (surplus_of_mean r rho c hr).
  pose proof (mass_nonneg k p r hp). nra.
Qed.
