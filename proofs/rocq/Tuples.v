(** Combinations of skills follow single skills. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums Functions Bridge Information Scaling Probability
  Emergence Boundary.
Open Scope R_scope.

(* tuples.groups given skillgraph.all-or-nothing : F W_ G k' theta *)
Theorem groups : forall (F : nat -> nat -> R) (W : nat -> nat -> nat -> R) G k' theta,
  (forall k' g, (1 <= k')%nat -> (1 <= g)%nat -> F k' g <= Sum 1 k' (W k' g)) ->
  (forall k' g, 0 <= F k' g <= 1) -> (forall k' g l, 0 <= W k' g l <= 1) ->
  (1 <= G)%nat -> (1 <= k')%nat -> 0 < theta < 1 ->
  Sum 1 G (fun g => Sum 1 k' (W k' g)) = theta * INR k' * INR G ->
  Sum 1 G (F k') <= INR k' * theta * INR G /\ Sum 1 G (F k') <= INR G.
Proof.
  intros F W G k' theta grading hF hW hG hk ht wrong. split.
  - apply Rle_trans with (Sum 1 G (fun g => Sum 1 k' (W k' g))); [| lra].
    apply Sum_le. intros g inside. apply grading; lia.
  - apply Rle_trans with (Sum 1 G (fun _ => 1)).
    + apply Sum_le. intros. apply hF.
    + rewrite Sum_const. apply Req_le. rewrite Rmult_1_r. f_equal. lia.
Qed.

(* tuples.average : k' theta *)
Theorem average : forall k' theta, (1 <= k')%nat -> 0 < theta < 1 ->
  1 - (1 - theta) ^ k' <= INR k' * theta.
Proof.
  intros k' theta _ ht.
  assert (bernoulli : forall n, 1 - INR n * theta <= (1 - theta) ^ n).
  { induction n as [| n IH]; [simpl; lra |].
    rewrite S_INR. cbn [pow]. pose proof (pos_INR n).
    apply (Rmult_le_compat_l (1 - theta)) in IH; [| lra]. nra. }
  specialize (bernoulli k'). lra.
Qed.

(* tuples.count : N_2 k' *)
Theorem count : forall N2 k', (1 <= N2)%nat -> (1 <= k')%nat ->
  Prod 1 k' (fun _ => / INR N2) = / INR N2 ^ k'.
Proof.
  intros N2 k' some _. rewrite Prod_const, pow_inv. do 2 f_equal. lia.
Qed.

(** Some set of [n] groups leaves some [m] tuples lost; [e'] counts edges of tuples. *)
Definition lost_tuples {Omega}
  (e' : Omega -> nat -> nat -> nat -> nat -> nat -> nat -> nat -> nat -> nat -> nat)
  (G N2 k k' n m : nat) (beta : R) (w : Omega) : Prop :=
  exists y, (1 <= y <= binom G n)%nat /\
  exists j, (1 <= j <= binom (N2 ^ k') m)%nat /\
  forall l, (1 <= l <= m)%nat ->
  beta * INR k * INR n / INR N2 ^ k' <= INR (e' w G N2 k k' n m y j l).

(** Groups and tuples have the law of a skill graph. *)
Definition grouping {Omega} (P : probability Omega) (e : edge_count Omega)
  (e' : Omega -> nat -> nat -> nat -> nat -> nat -> nat -> nat -> nat -> nat -> nat) : Prop :=
  forall G, (1 <= G)%nat -> forall N2, (1 <= N2)%nat -> forall beta, 1 < beta ->
  forall k, (1 <= k)%nat -> forall k', (1 <= k')%nat -> forall m, (1 <= m)%nat ->
  forall n, (1 <= n)%nat ->
  P (fun w => exists y : nat, (1 <= y)%nat /\ (1 <= INR y /\ INR y <= INR (binom G n) /\
    (exists j : nat, (1 <= j)%nat /\ (1 <= INR j /\ INR j <= INR (binom (N2 ^ k')%nat m) /\
    (forall l : nat, (1 <= l)%nat -> 1 <= INR l /\ INR l <= INR m ->
     beta * INR k * INR n / INR N2 ^ k' <= INR (e' w G N2 k k' n m y j l)))))) =
  P (fun w => exists y : nat, (1 <= y)%nat /\ (1 <= INR y /\ INR y <= INR (binom G n) /\
    (exists j : nat, (1 <= j)%nat /\ (1 <= INR j /\ INR j <= INR (binom (N2 ^ k')%nat m) /\
    (forall l : nat, (1 <= l)%nat -> 1 <= INR l /\ INR l <= INR m ->
     beta * INR k * INR n / INR N2 ^ k' <= INR (e w G (N2 ^ k')%nat k n m y j l)))))).

#[export] Hint Unfold lost_tuples grouping : reading.

(* tuples.basic given skillgraph.mixing, tuples.grouping : Omega pr e e' G N_2 k k' n m beta *)
Theorem basic : forall Omega (P : probability Omega) e e' G N2 k k' n m beta,
  mixing P e -> grouping P e e' ->
  (1 <= G)%nat -> (1 <= N2)%nat -> (1 <= k)%nat -> (1 <= k')%nat -> (1 <= n)%nat -> (1 <= m)%nat ->
  1 < beta -> INR n < INR G -> INR m * beta < INR N2 ^ k' ->
  P (lost_tuples e' G N2 k k' n m beta) <=
  exp (INR G * h (INR n / INR G) + INR N2 ^ k' * h (INR m / INR N2 ^ k')
       - INR k * INR n * kl (INR m * beta / INR N2 ^ k') (INR m / INR N2 ^ k')).
Proof.
  intros Omega P e e' G N2 k k' n m beta mixed grouped hG hN2 hk hk' hn hm hb fewer below.
  assert (same : P (lost_tuples e' G N2 k k' n m beta) = P (lost e G (N2 ^ k') k n m beta)).
  { pose proof (grouped G hG N2 hN2 beta hb k hk k' hk' m hm n hn) as here. conclude here. }
  rewrite same.
  rewrite <- pow_INR in *. apply failure; try easy.
  apply INR_le. rewrite pow_INR. apply pow_R1_Rle. now apply (le_INR 1).
Qed.

(* tuples.same-curve : alpha beta delta k' kappa theta *)
Theorem same_curve : forall alpha beta delta (k' : nat) kappa theta,
  0 < alpha < 1 -> 1 < beta -> 0 < delta < 1 -> (1 <= k')%nat -> 0 < kappa -> 0 < theta < 1 ->
  alpha * beta < 1 -> delta = INR k' * theta -> boundary alpha beta kappa delta ->
  boundary alpha beta kappa (INR k' * theta).
Proof. intros * _ _ _ _ _ _ _ ->. easy. Qed.

(* tuples.seen : M T h k k' s *)
Theorem seen : forall (M T : nat) (shown : nat -> nat -> R) k k' (seen : nat -> R),
  (1 <= M)%nat -> (1 <= T)%nat -> (1 <= k)%nat -> (1 <= k')%nat ->
  (forall r t, 0 <= shown r t <= 1) -> (forall t, 0 <= seen t <= 1) ->
  (forall t, (1 <= t <= T)%nat -> seen t <= Sum 1 M (fun r => shown r t)) ->
  (forall r, (1 <= r <= M)%nat -> Sum 1 T (shown r) <= INR (binom k k')) ->
  Sum 1 T seen <= INR M * INR (binom k k').
Proof.
  intros M T shown k k' seen hM hT hk hk' _ _ covered few.
  apply Rle_trans with (Sum 1 T (fun t => Sum 1 M (fun r => shown r t))); [now apply Sum_le |].
  rewrite Sum_swap. apply Rle_trans with (Sum 1 M (fun _ => INR (binom k k'))); [now apply Sum_le |].
  rewrite Sum_const. apply Req_le. do 2 f_equal. lia.
Qed.

(* tuples.paucity : M T c k k' rho s *)
Theorem paucity : forall (M T : nat) (competent : nat -> R) k k' rho (seen : nat -> R),
  (1 <= M)%nat -> (1 <= T)%nat -> (1 <= k)%nat -> (1 <= k')%nat -> 0 < rho < 1 ->
  (forall t, 0 <= competent t <= 1) -> (forall t, 0 <= seen t <= 1) ->
  rho * INR T <= Sum 1 T competent -> Sum 1 T seen <= INR M * INR (binom k k') ->
  INR M * INR (binom k k') < rho * INR T ->
  0 < Sum 1 T (fun t => competent t * (1 - seen t)).
Proof.
  intros M T competent k k' rho seen hM hT hk hk' hr hc hs many few fewer.
  apply Rlt_le_trans with (Sum 1 T (fun t => competent t - seen t)).
  - rewrite Sum_minus. lra.
  - apply Sum_le. intros t _. specialize (hc t). specialize (hs t). nra.
Qed.
