(** The best level: the mean over the largest share is the least of all bounds. *)

From Coq Require Import Reals List Lra Lia.
From SkillTheory Require Import Vocabulary Sums Superquantile.
Open Scope R_scope.

(** Masses [p 0 .. p k] on the numbers [0 .. k]. *)
Section Law.
Variables (k : nat) (p : nat -> R).
Hypothesis hp : forall i, (i <= k)%nat -> 0 <= p i.

(** The mass above a number, and from it on. *)
Definition above (j : nat) : R := Sum (S j) k p.
Definition from (j : nat) : R := Sum j k p.

Lemma from_split : forall j, (j <= k)%nat -> from j = p j + above j.
Proof. intros. unfold from, above. now apply Sum_first. Qed.

(** Some level has at most a share above it, and at least the share from it on. *)
Lemma level_of : forall theta, 0 <= theta -> theta <= from 0 ->
  exists j, (j <= k)%nat /\ above j <= theta <= from j.
Proof.
  intros theta pos enough.
  assert (search : forall d j, (k - j = d)%nat -> (j <= k)%nat -> theta <= from j ->
    exists j', (j' <= k)%nat /\ above j' <= theta <= from j').
  { induction d as [| d IH]; intros j left_ inside here.
    - exists j. repeat split; try easy. unfold above. rewrite Sum_empty by lia. easy.
    - destruct (Rle_lt_dec (above j) theta) as [found | more]; [now exists j |].
      apply (IH (S j)); [lia | lia | unfold above in more; unfold from; lra]. }
  apply (search (k - 0)%nat 0%nat); easy || lia.
Qed.

(** What is picked at a level: all above it, nothing below, and at it just enough. *)
Definition pick (theta : R) (j i : nat) : R :=
  if lt_dec j i then 1 else if lt_dec i j then 0 else (theta - above j) / p j.

Lemma pick_is_a_part : forall theta j, (j <= k)%nat -> above j <= theta <= from j ->
  forall i, 0 <= pick theta j i <= 1.
Proof.
  intros theta j inside [low high] i. unfold pick.
  destruct (lt_dec j i); [lra |]. destruct (lt_dec i j); [lra |].
  rewrite from_split in high by easy. destruct (hp j inside) as [mass | none].
  - split.
    + apply Rmult_le_pos; [lra | now apply Rlt_le, Rinv_0_lt_compat].
    + apply (Rmult_le_reg_r (p j)); [easy |].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
  - replace (theta - above j) with 0 by lra. unfold Rdiv. rewrite Rmult_0_l. lra.
Qed.

Lemma pick_sums_to_the_share : forall theta j, (j <= k)%nat -> above j <= theta <= from j ->
  Sum 0 k (fun i => p i * pick theta j i) = theta.
Proof.
  intros theta j inside [low high].
  assert (parts : Sum j k (fun i => p i * pick theta j i) = theta).
  { rewrite Sum_first by easy.
    rewrite (Sum_ext (S j) k _ p).
    - fold (above j). unfold pick at 1. destruct (lt_dec j j); [lia |].
      rewrite from_split in high by easy. destruct (hp j inside) as [mass | none].
      + field_simplify; lra.
      + rewrite <- none. lra.
    - intros i range. unfold pick. destruct (lt_dec j i); [ring | lia]. }
  destruct j as [| j]; [easy |].
  rewrite (Sum_split 0 j k) by lia. rewrite parts, (Sum_ext 0 j _ (fun _ => 0)).
  - rewrite Sum_const. ring.
  - intros i range. unfold pick. destruct (lt_dec (S j) i); [lia |].
    destruct (lt_dec i (S j)); [ring | lia].
Qed.

(** The part picked from a number on is all there is, as far as the share goes. *)
Lemma picked_from : forall theta j, (j <= k)%nat -> above j <= theta <= from j ->
  forall from_here, Sum from_here k (fun i => p i * pick theta j i) = Rmin theta (from from_here).
Proof.
  intros theta j inside here at_.
  assert (positive : forall low high, (high <= k)%nat -> 0 <= Sum low high p).
  { intros. apply Sum_nonneg. intros. apply hp. lia. }
  assert (share := pick_sums_to_the_share theta j inside here).
  destruct (le_lt_dec at_ j) as [low | high].
  - rewrite Rmin_left.
    + destruct at_ as [| at_]; [easy |]. rewrite (Sum_split 0 at_ k) in share by lia.
      rewrite (Sum_ext 0 at_ _ (fun _ => 0)) in share; [rewrite Sum_const in share; lra |].
      intros i range. unfold pick. destruct (lt_dec j i); [lia |].
      destruct (lt_dec i j); [ring | lia].
    + apply Rle_trans with (from j); [easy |]. unfold from.
      destruct j as [| j]; [replace at_ with 0%nat by lia; lra |].
      destruct (le_lt_dec at_ j); [| replace at_ with (S j) by lia; lra].
      rewrite (Sum_split at_ j k) by lia. pose proof (positive at_ j ltac:(lia)). lra.
  - rewrite (Sum_ext at_ k _ p).
    + fold (from at_). rewrite Rmin_right; [easy |]. apply Rle_trans with (above j); [| easy].
      unfold from, above. destruct at_ as [| at_]; [lia |].
      destruct (le_lt_dec at_ k).
      * rewrite (Sum_split (S j) at_ k) by lia. pose proof (positive (S j) at_ ltac:(easy)). lra.
      * rewrite Sum_empty by lia. now apply positive.
    + intros i range. unfold pick. destruct (lt_dec j i); [ring | lia].
Qed.

(** Duality: some part that makes up the share has a sum as large as the least bound. *)
(* by itself: superquantile duality on finite lists, with the best level *)
Theorem duality_whole : forall theta, 0 <= theta -> theta <= from 0 ->
  exists (w : nat -> R) (j : nat),
  (forall i, 0 <= w i <= 1) /\ Sum 0 k (fun i => p i * w i) = theta /\
  Sum 0 k (fun i => p i * (w i * INR i)) =
  INR j * theta + Sum 0 k (fun i => p i * surplus (INR i) (INR j)) /\
  forall c, INR j * theta + Sum 0 k (fun i => p i * surplus (INR i) (INR j)) <=
            c * theta + Sum 0 k (fun i => p i * surplus (INR i) c).
Proof.
  intros theta pos enough. destruct (level_of theta pos enough) as (j & inside & here).
  assert (part := pick_is_a_part theta j inside here).
  assert (share := pick_sums_to_the_share theta j inside here).
  assert (equal : Sum 0 k (fun i => p i * (pick theta j i * INR i)) =
    INR j * theta + Sum 0 k (fun i => p i * surplus (INR i) (INR j))).
  { pose proof (list_attained (seq 0 (S k - 0)) p INR (pick theta j) (INR j)) as attained.
    change (over (seq 0 (S k - 0)) (fun i => p i * pick theta j i))
      with (Sum 0 k (fun i => p i * pick theta j i)) in attained.
    rewrite share in attained. apply attained; intros i _ apart; apply INR_lt in apart; unfold pick.
    - destruct (lt_dec j i); [easy | lia].
    - destruct (lt_dec j i); [lia |]. destruct (lt_dec i j); [easy | lia]. }
  exists (pick theta j), j. repeat split; try apply part; try easy.
  intros c. rewrite <- equal.
  pose proof (list_duality (seq 0 (S k - 0)) p INR (pick theta j) c) as bound.
  change (over (seq 0 (S k - 0)) (fun i => p i * pick theta j i))
    with (Sum 0 k (fun i => p i * pick theta j i)) in bound.
  rewrite share in bound. apply bound; [| intros; apply part].
  intros i range. apply hp. apply in_range in range. lia.
Qed.
End Law.

(** ** The superquantile of the library is the least of the bounds *)

(** A mean, layer by layer. *)
Lemma layers : forall k f, Sum 0 k (fun i => f i * INR i) = Sum 1 k (fun j => Sum j k f).
Proof.
  intros k f. induction k as [| k IH].
  - rewrite Sum_one, Sum_empty by lia. simpl. ring.
  - rewrite (Sum_last 0), (Sum_last 1), Sum_one, IH by lia.
    rewrite (Sum_ext 1 k (fun j => Sum j (S k) f) (fun j => Sum j k f + f (S k))).
    + rewrite Sum_plus, Sum_const, S_INR. replace (S k - 1)%nat with k by lia. ring.
    + intros j range. apply Sum_last. lia.
Qed.

Lemma tail_from : forall k alpha j, tail k alpha (INR j) = from k (mass k alpha) j.
Proof.
  intros k alpha j. unfold tail, from.
  assert (each : forall i, at_least (INR i) (INR j) * mass k alpha i =
    if le_lt_dec j i then mass k alpha i else 0).
  { intros i. unfold at_least. destruct (le_lt_dec j i) as [above_ | below].
    - apply le_INR in above_. destruct (Rle_dec (INR j) (INR i)); lra.
    - apply lt_INR in below. destruct (Rle_dec (INR j) (INR i)); lra. }
  rewrite (Sum_ext 0 k _ (fun i => if le_lt_dec j i then mass k alpha i else 0))
    by (intros; apply each).
  destruct (le_lt_dec j k) as [inside | outside].
  - destruct j as [| j].
    + apply Sum_ext. intros i _. now destruct (le_lt_dec 0 i).
    + rewrite (Sum_split 0 j k), (Sum_ext 0 j _ (fun _ => 0)) by
        (lia || (intros i range; destruct (le_lt_dec (S j) i); [lia | easy])).
      rewrite Sum_const, Rmult_0_r, Rplus_0_l. apply Sum_ext. intros i range.
      destruct (le_lt_dec (S j) i); [easy | lia].
  - rewrite (Sum_empty j k) by easy. rewrite (Sum_ext 0 k _ (fun _ => 0)).
    + rewrite Sum_const. ring.
    + intros i range. destruct (le_lt_dec j i); [lia | easy].
Qed.

(* by itself: the superquantile is the least of c + E(X - c)_+ / theta over all c *)
Theorem superquantile_is_the_least_bound : forall k alpha theta,
  0 < alpha < 1 -> 0 < theta <= 1 ->
  let bound c := c + Sum 0 k (fun i => mass k alpha i * surplus (INR i) c) / theta in
  exists j : nat, superquantile k alpha theta = bound (INR j) /\
  forall c, superquantile k alpha theta <= bound c.
Proof.
  intros k alpha theta ha ht bound.
  assert (hp : forall i, (i <= k)%nat -> 0 <= mass k alpha i) by (intros; now apply mass_nonneg).
  destruct (level_of k (mass k alpha) theta) as (j & inside & here); [lra | |].
  { unfold from. rewrite total. lra. }
  assert (part := pick_is_a_part k (mass k alpha) hp theta j inside here).
  assert (share := pick_sums_to_the_share k (mass k alpha) hp theta j inside here).
  set (w := pick k (mass k alpha) theta j) in *.
  assert (is_mean : superquantile k alpha theta =
    Sum 0 k (fun i => mass k alpha i * (w i * INR i)) / theta).
  { unfold superquantile. f_equal.
    rewrite (Sum_ext 0 k _ (fun i => mass k alpha i * w i * INR i)) by (intros; ring).
    rewrite layers. apply Sum_ext. intros i _. rewrite tail_from. symmetry.
    now apply picked_from. }
  assert (scaled : forall c, theta * bound c =
    c * theta + Sum 0 k (fun i => mass k alpha i * surplus (INR i) c))
    by (intros; unfold bound; field; lra).
  assert (below : forall c, superquantile k alpha theta <= bound c).
  { intros c. apply (Rmult_le_reg_l theta); [easy |]. rewrite scaled, is_mean.
    replace (theta * (Sum 0 k (fun i => mass k alpha i * (w i * INR i)) / theta))
      with (Sum 0 k (fun i => mass k alpha i * (w i * INR i))) by (field; lra).
    pose proof (list_duality (seq 0 (S k - 0)) (mass k alpha) INR w c) as dual.
    change (over (seq 0 (S k - 0)) (fun i => mass k alpha i * w i))
      with (Sum 0 k (fun i => mass k alpha i * w i)) in dual.
    rewrite share in dual. apply dual; [| intros; apply part].
    intros. now apply mass_nonneg. }
  exists j. split; [| exact below]. apply (Rmult_eq_reg_l theta); [| lra].
  rewrite scaled, is_mean.
  replace (theta * (Sum 0 k (fun i => mass k alpha i * (w i * INR i)) / theta))
    with (Sum 0 k (fun i => mass k alpha i * (w i * INR i))) by (field; lra).
  pose proof (list_attained (seq 0 (S k - 0)) (mass k alpha) INR w (INR j)) as attained.
  change (over (seq 0 (S k - 0)) (fun i => mass k alpha i * w i))
    with (Sum 0 k (fun i => mass k alpha i * w i)) in attained.
  rewrite share in attained. apply attained; intros i _ apart; apply INR_lt in apart; unfold w, pick.
  - destruct (lt_dec j i); [easy | lia].
  - destruct (lt_dec j i); [lia |]. destruct (lt_dec i j); [easy | lia].
Qed.
