(** Finite sums and products. *)

From Coq Require Import Reals List Lra Lia.
From SkillTheory Require Import Vocabulary.
Open Scope R_scope.

Definition over (l : list nat) (f : nat -> R) : R := fold_right Rplus 0 (map f l).

Lemma in_range : forall low high i,
  In i (seq low (S high - low)) <-> (low <= i <= high)%nat.
Proof. intros. rewrite in_seq. lia. Qed.

Lemma over_ext : forall l f g, (forall i, In i l -> f i = g i) -> over l f = over l g.
Proof.
  unfold over. intros l f g same. rewrite (map_ext_in f g l same). reflexivity.
Qed.

Lemma over_le : forall l f g, (forall i, In i l -> f i <= g i) -> over l f <= over l g.
Proof.
  unfold over. induction l as [| a l IH]; simpl; intros f g each.
  - lra.
  - apply Rplus_le_compat; [apply each; now left | apply IH; intros; apply each; now right].
Qed.

Lemma over_lt : forall l f g j,
  (forall i, In i l -> f i <= g i) -> In j l -> f j < g j -> over l f < over l g.
Proof.
  induction l as [| a l IH]; simpl; intros f g j each inside less; [easy |].
  unfold over in *. simpl. destruct inside as [-> | inside].
  - apply Rplus_lt_le_compat; [easy |].
    apply (over_le l). intros. apply each. now right.
  - apply Rplus_le_lt_compat; [apply each; now left |].
    apply (IH f g j); try easy. intros. apply each. now right.
Qed.

Lemma over_plus : forall l f g, over l (fun i => f i + g i) = over l f + over l g.
Proof. unfold over. induction l as [| a l IH]; simpl; intros; [lra | rewrite IH; lra]. Qed.

Lemma over_scale : forall l c f, over l (fun i => c * f i) = c * over l f.
Proof. unfold over. induction l as [| a l IH]; simpl; intros; [lra | rewrite IH; lra]. Qed.

Lemma over_const : forall l c, over l (fun _ => c) = INR (length l) * c.
Proof.
  unfold over. induction l as [| a l IH]; intros c; [simpl; lra |].
  cbn [map fold_right length]. rewrite IH, S_INR. lra.
Qed.

Lemma over_nonneg : forall l f, (forall i, In i l -> 0 <= f i) -> 0 <= over l f.
Proof.
  intros l f each. apply Rle_trans with (over l (fun _ => 0)); [| now apply over_le].
  rewrite over_const. lra.
Qed.

Lemma over_snoc : forall l f a, over (l ++ a :: nil) f = over l f + f a.
Proof.
  unfold over. induction l as [| b l IH]; intros; simpl; [ring | rewrite IH; ring].
Qed.

Lemma over_swap : forall l r (f : nat -> nat -> R),
  over l (fun i => over r (f i)) = over r (fun j => over l (fun i => f i j)).
Proof.
  induction l as [| a l IH]; intros r f.
  - rewrite (over_ext r _ (fun _ => 0 * 0)) by (intros; unfold over; simpl; ring).
    rewrite over_scale, over_const. unfold over. simpl. ring.
  - change (over (a :: l) (fun i => over r (f i)))
      with (over r (f a) + over l (fun i => over r (f i))).
    rewrite IH, <- over_plus. reflexivity.
Qed.

(** ** Sums over a range *)

Section Range.
Variables low high : nat.

Lemma Sum_ext : forall f g,
  (forall i, (low <= i <= high)%nat -> f i = g i) -> Sum low high f = Sum low high g.
Proof. intros. apply over_ext. intros. apply H. now apply in_range. Qed.

Lemma Sum_le : forall f g,
  (forall i, (low <= i <= high)%nat -> f i <= g i) -> Sum low high f <= Sum low high g.
Proof. intros. apply over_le. intros. apply H. now apply in_range. Qed.

Lemma Sum_lt : forall f g j,
  (forall i, (low <= i <= high)%nat -> f i <= g i) ->
  (low <= j <= high)%nat -> f j < g j -> Sum low high f < Sum low high g.
Proof.
  intros f g j each inside less. apply (over_lt _ f g j); try easy.
  - intros. apply each. now apply in_range.
  - now apply in_range.
Qed.

Lemma Sum_plus : forall f g,
  Sum low high (fun i => f i + g i) = Sum low high f + Sum low high g.
Proof. intros. apply over_plus. Qed.

Lemma Sum_scale : forall c f, Sum low high (fun i => c * f i) = c * Sum low high f.
Proof. intros. apply over_scale. Qed.

Lemma Sum_opp : forall f, Sum low high (fun i => - f i) = - Sum low high f.
Proof.
  intros. rewrite (Sum_ext _ (fun i => (-1) * f i)); [rewrite Sum_scale; ring | intros; ring].
Qed.

Lemma Sum_minus : forall f g,
  Sum low high (fun i => f i - g i) = Sum low high f - Sum low high g.
Proof. intros. unfold Rminus. rewrite Sum_plus, Sum_opp. reflexivity. Qed.

Lemma Sum_const : forall c, Sum low high (fun _ => c) = INR (S high - low) * c.
Proof. intros. change (over (seq low (S high - low)) (fun _ => c) = INR (S high - low) * c).
  rewrite over_const, seq_length. reflexivity. Qed.

Lemma Sum_nonneg : forall f,
  (forall i, (low <= i <= high)%nat -> 0 <= f i) -> 0 <= Sum low high f.
Proof. intros. apply over_nonneg. intros. apply H. now apply in_range. Qed.

Lemma Sum_pos : forall f, (low <= high)%nat ->
  (forall i, (low <= i <= high)%nat -> 0 < f i) -> 0 < Sum low high f.
Proof.
  intros f some each. replace 0 with (Sum low high (fun _ => 0)) by (rewrite Sum_const; ring).
  apply (Sum_lt _ _ low); [| lia | apply each; lia].
  intros. apply Rlt_le. now apply each.
Qed.

(** A term of a sum of non-negative terms is at most the sum. *)
Lemma Sum_term : forall f j, (low <= j <= high)%nat ->
  (forall i, (low <= i <= high)%nat -> 0 <= f i) -> f j <= Sum low high f.
Proof.
  intros f j inside each. apply in_range in inside.
  assert (all : forall i, In i (seq low (S high - low)) -> 0 <= f i)
    by (intros; apply each; now apply in_range).
  change (f j <= over (seq low (S high - low)) f).
  induction (seq low (S high - low)) as [| a l IH]; [easy |].
  change (over (a :: l) f) with (f a + over l f).
  assert (0 <= over l f) by (apply over_nonneg; intros; apply all; now right).
  assert (0 <= f a) by (apply all; now left).
  destruct inside as [-> | inside]; [lra |].
  assert (f j <= over l f) by (apply IH; [easy | intros; apply all; now right]). lra.
Qed.

Lemma Sum_swap : forall low' high' (f : nat -> nat -> R),
  Sum low high (fun i => Sum low' high' (f i)) =
  Sum low' high' (fun j => Sum low high (fun i => f i j)).
Proof. intros. apply over_swap. Qed.

Lemma Sum_last : forall f, (low <= S high)%nat ->
  Sum low (S high) f = Sum low high f + f (S high).
Proof.
  intros f ordered. unfold Sum.
  replace (S (S high) - low)%nat with (S (S high - low)) by lia.
  rewrite seq_S. replace (low + (S high - low))%nat with (S high) by lia. apply over_snoc.
Qed.

Lemma Sum_first : forall f, (low <= high)%nat ->
  Sum low high f = f low + Sum (S low) high f.
Proof.
  intros f ordered. unfold Sum. replace (S high - low)%nat with (S (S high - S low)) by lia.
  reflexivity.
Qed.

Lemma Sum_shift : forall f, Sum (S low) (S high) f = Sum low high (fun i => f (S i)).
Proof.
  intros f. unfold Sum. replace (S (S high) - S low)%nat with (S high - low)%nat by lia.
  rewrite <- seq_shift, map_map. reflexivity.
Qed.

End Range.

Lemma Sum_empty : forall low high f, (high < low)%nat -> Sum low high f = 0.
Proof.
  intros low high f empty. unfold Sum. replace (S high - low)%nat with 0%nat by lia. reflexivity.
Qed.

Lemma Sum_one : forall n f, Sum n n f = f n.
Proof. intros. rewrite Sum_first by lia. rewrite Sum_empty by lia. ring. Qed.

Lemma Sum_split : forall low middle high f, (low <= S middle)%nat -> (middle <= high)%nat ->
  Sum low high f = Sum low middle f + Sum (S middle) high f.
Proof.
  intros low middle high f below above. induction above as [| high above IH].
  - rewrite (Sum_empty (S middle)) by lia. ring.
  - rewrite !Sum_last by lia. rewrite IH. ring.
Qed.

(** ** Products *)

Lemma Prod_pos : forall low high f,
  (forall i, (low <= i <= high)%nat -> 0 < f i) -> 0 < Prod low high f.
Proof.
  intros low high f each. unfold Prod.
  assert (all : forall i, In i (seq low (S high - low)) -> 0 < f i)
    by (intros; apply each; now apply in_range).
  induction (seq low (S high - low)) as [| a l IH]; simpl; [lra |].
  apply Rmult_lt_0_compat; [apply all; now left | apply IH; intros; apply all; now right].
Qed.

Lemma ln_Prod : forall low high f,
  (forall i, (low <= i <= high)%nat -> 0 < f i) ->
  ln (Prod low high f) = Sum low high (fun i => ln (f i)).
Proof.
  intros low high f each. unfold Prod, Sum.
  assert (all : forall i, In i (seq low (S high - low)) -> 0 < f i)
    by (intros; apply each; now apply in_range).
  induction (seq low (S high - low)) as [| a l IH]; simpl; [apply ln_1 |].
  assert (rest : forall i, In i l -> 0 < f i) by (intros; apply all; now right).
  rewrite ln_mult, IH; try easy; [apply all; now left |].
  clear IH all. induction l as [| b l IH]; simpl; [lra |].
  apply Rmult_lt_0_compat; [apply rest; now left | apply IH; intros; apply rest; now right].
Qed.

Lemma Prod_const : forall low high c, Prod low high (fun _ => c) = c ^ (S high - low).
Proof.
  intros. unfold Prod. generalize (S high - low)%nat. intros n. revert low.
  induction n as [| n IH]; intros; simpl; [easy | rewrite IH; easy].
Qed.

(** ** The binomial theorem *)

Lemma binom_0 : forall n, binom n 0 = 1%nat.
Proof. now destruct n. Qed.

Lemma binom_out : forall n k, (n < k)%nat -> binom n k = 0%nat.
Proof.
  induction n as [| n IH]; destruct k as [| k]; simpl; intros; try lia.
  rewrite !IH by lia. lia.
Qed.

Lemma binom_pos : forall n k, (k <= n)%nat -> (1 <= binom n k)%nat.
Proof.
  induction n as [| n IH]; destruct k as [| k]; simpl; intros; try lia.
  assert (1 <= binom n k)%nat by (apply IH; lia). lia.
Qed.

Theorem binomial_theorem : forall n x y,
  Sum 0 n (fun i => INR (binom n i) * x ^ i * y ^ (n - i)) = (x + y) ^ n.
Proof.
  intros n x y. induction n as [| n IH].
  - rewrite Sum_one. simpl. ring.
  - rewrite Sum_first by lia. rewrite Sum_shift.
    rewrite (Sum_ext 0 n _ (fun i =>
      x * (INR (binom n i) * x ^ i * y ^ (n - i)) + INR (binom n (S i)) * x ^ S i * y ^ (n - i))).
    2:{ intros i inside. change (S n - S i)%nat with (n - i)%nat.
        change (binom (S n) (S i)) with (binom n i + binom n (S i))%nat. rewrite plus_INR.
        simpl. ring. }
    rewrite Sum_plus, Sum_scale, IH.
    assert (rest : Sum 0 n (fun i => INR (binom n (S i)) * x ^ S i * y ^ (n - i)) =
      y * (x + y) ^ n - y ^ S n).
    { rewrite <- IH, <- Sum_scale. rewrite (Sum_first 0 n (fun i => y * _)) by lia.
      destruct n as [| n].
      - rewrite Sum_one, Sum_empty by lia. simpl. ring.
      - rewrite Sum_shift, Sum_last by lia. rewrite binom_out by lia.
        rewrite (Sum_ext 0 n (fun i => INR (binom (S n) (S i)) * x ^ S i * y ^ (S n - i))
          (fun i => y * (INR (binom (S n) (S i)) * x ^ S i * y ^ (S n - S i)))).
        + rewrite binom_0, Nat.sub_0_r. simpl. ring.
        + intros i inside. replace (S n - i)%nat with (S (S n - S i)) by lia. simpl. ring. }
    rewrite rest. rewrite binom_0, Nat.sub_0_r. simpl. ring.
Qed.
