(** The mean over the largest share: duality, and what it is for a binomial law. *)

From Coq Require Import Reals List Lra Lia.
From SkillTheory Require Import Vocabulary Sums.
Open Scope R_scope.

(** The positive part of [x - c]. *)
Definition surplus (x c : R) : R := (x - c) * at_least x c.

#[export] Hint Unfold surplus : reading.

Lemma surplus_above : forall x c, c <= x -> surplus x c = x - c.
Proof. intros. unfold surplus, at_least. destruct (Rle_dec c x); lra. Qed.

Lemma surplus_below : forall x c, x <= c -> surplus x c = 0.
Proof. intros. unfold surplus, at_least. destruct (Rle_dec c x); nra. Qed.

Lemma surplus_nonneg : forall x c, 0 <= surplus x c.
Proof. intros. unfold surplus, at_least. destruct (Rle_dec c x); lra. Qed.

(** ** Duality on finite lists

    Masses [p], values [x], and what part [w] of each mass is picked. *)

Section Lists.
Variables (l : list nat) (p x w : nat -> R) (c : R).
Hypothesis hp : forall i, In i l -> 0 <= p i.
Hypothesis hw : forall i, In i l -> 0 <= w i <= 1.

Let share := over l (fun i => p i * w i).
Let picked := over l (fun i => p i * (w i * x i)).
Let bound := c * share + over l (fun i => p i * surplus (x i) c).

Lemma as_one_sum : bound = over l (fun i => p i * (w i * c + surplus (x i) c)).
Proof.
  unfold bound, share. rewrite <- over_scale, <- over_plus. apply over_ext. intros. ring.
Qed.

(** Whatever part is picked, its values sum to no more than the bound ... *)
Theorem list_duality : picked <= bound.
Proof.
  rewrite as_one_sum. apply over_le. intros i inside. specialize (hp i inside).
  specialize (hw i inside). apply Rmult_le_compat_l; [easy |].
  unfold surplus, at_least. destruct (Rle_dec c (x i)); nra.
Qed.

(** ... and to just the bound if all above [c] is picked and nothing below. *)
Theorem list_attained :
  (forall i, In i l -> c < x i -> w i = 1) -> (forall i, In i l -> x i < c -> w i = 0) ->
  picked = bound.
Proof.
  intros above below. rewrite as_one_sum. apply over_ext. intros i inside. f_equal.
  destruct (Rtotal_order (x i) c) as [less | [same | more]].
  - rewrite (below i inside less), surplus_below by lra. ring.
  - rewrite surplus_below by lra. rewrite same. ring.
  - rewrite (above i inside more), surplus_above by lra. ring.
Qed.
End Lists.

(** ** The binomial law: total and mean *)

Definition mass (k : nat) (alpha : R) (i : nat) : R :=
  INR (binom k i) * alpha ^ i * (1 - alpha) ^ (k - i).

#[export] Hint Unfold mass : reading.

Lemma mass_nonneg : forall k alpha i, 0 < alpha < 1 -> 0 <= mass k alpha i.
Proof.
  intros. unfold mass. repeat apply Rmult_le_pos; try apply pos_INR; apply pow_le; lra.
Qed.

Lemma total : forall k alpha, Sum 0 k (mass k alpha) = 1.
Proof.
  intros. unfold mass. rewrite binomial_theorem. replace (alpha + (1 - alpha)) with 1 by ring.
  apply pow1.
Qed.

Lemma absorb : forall n i, (S i * binom (S n) (S i) = S n * binom n i)%nat.
Proof.
  induction n as [| n IH]; intros i.
  - destruct i; simpl; lia.
  - change (binom (S (S n)) (S i)) with (binom (S n) i + binom (S n) (S i))%nat.
    rewrite Nat.mul_add_distr_l, IH. destruct i as [| i].
    + rewrite !binom_0. lia.
    + pose proof (IH i). change (binom (S n) (S i)) with (binom n i + binom n (S i))%nat in *. nia.
Qed.

Lemma mean : forall k alpha, Sum 0 k (fun i => mass k alpha i * INR i) = INR k * alpha.
Proof.
  intros [| n] alpha.
  - rewrite Sum_one. simpl. ring.
  - rewrite Sum_first, Sum_shift by lia. simpl (INR 0). rewrite Rmult_0_r, Rplus_0_l.
    rewrite (Sum_ext 0 n _ (fun i => INR (S n) * alpha * mass n alpha i)).
    + rewrite Sum_scale, total. ring.
    + intros i _. unfold mass. change (S n - S i)%nat with (n - i)%nat.
      pose proof (f_equal INR (absorb n i)) as rule. rewrite !mult_INR in rule.
      replace (INR (binom (S n) (S i)) * alpha ^ S i * (1 - alpha) ^ (n - i) * INR (S i))
        with (INR (S i) * INR (binom (S n) (S i)) * alpha ^ S i * (1 - alpha) ^ (n - i)) by ring.
      rewrite rule. simpl. ring.
Qed.
