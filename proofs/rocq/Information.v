(** Entropy, divergence, and the inequalities that the theory leans on. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums.
Open Scope R_scope.

(** ** The logarithm's bound *)

(* information.log-bound : x *)
Theorem log_bound : forall x, 0 < x -> ln x <= x - 1.
Proof.
  intros x pos. pose proof (exp_ineq1_le (ln x)) as bound. rewrite exp_ln in bound; lra.
Qed.

(* information.log-bound-strict : x *)
Theorem log_bound_strict : forall x, 0 < x -> x <> 1 -> ln x < x - 1.
Proof.
  intros x pos apart. assert (ln x <> 0).
  { intros zero. apply apart. rewrite <- (exp_ln x pos), zero. apply exp_0. }
  pose proof (exp_ineq1 (ln x) H) as bound. rewrite exp_ln in bound; lra.
Qed.

Lemma ln_recip : forall x, 0 < x -> ln (/ x) = - ln x.
Proof. intros. now apply ln_Rinv. Qed.

Lemma ln_div : forall x y, 0 < x -> 0 < y -> ln (x / y) = ln x - ln y.
Proof.
  intros x y px py. unfold Rdiv. rewrite ln_mult, ln_recip; try easy.
  now apply Rinv_0_lt_compat.
Qed.

Lemma ln_le : forall x y, 0 < x -> x <= y -> ln x <= ln y.
Proof.
  intros x y pos [less | ->]; [apply Rlt_le; now apply ln_increasing | apply Rle_refl].
Qed.

Lemma div_pos : forall x y, 0 < x -> 0 < y -> 0 < x / y.
Proof. intros. now apply Rdiv_lt_0_compat. Qed.

(** ** phi and divergence *)

(** [x ln (x/y) >= x - y], strictly unless the two are equal. *)
Lemma log_ratio : forall x y, 0 < x -> 0 < y -> x - y <= x * ln (x / y).
Proof.
  intros x y px py. pose proof (log_bound (y / x) (div_pos _ _ py px)) as bound.
  rewrite !ln_div in *; try easy.
  apply (Rmult_le_compat_l x) in bound; [| lra].
  replace (x * (y / x - 1)) with (y - x) in bound by (field; lra). lra.
Qed.

Lemma log_ratio_strict : forall x y, 0 < x -> 0 < y -> x <> y -> x - y < x * ln (x / y).
Proof.
  intros x y px py apart. assert (y / x <> 1).
  { intros one. apply apart. apply (Rmult_eq_compat_l x) in one.
    replace (x * (y / x)) with y in one by (field; lra). lra. }
  pose proof (log_bound_strict (y / x) (div_pos _ _ py px) H) as bound.
  rewrite !ln_div in *; try easy.
  apply (Rmult_lt_compat_l x) in bound; [| lra].
  replace (x * (y / x - 1)) with (y - x) in bound by (field; lra). lra.
Qed.

(* information.phi : u *)
Theorem phi_nonneg : forall u, 0 < u -> 0 <= phi u.
Proof.
  intros u pos. unfold phi. pose proof (log_ratio u 1 pos ltac:(lra)) as bound.
  unfold Rdiv in bound. rewrite Rinv_1, Rmult_1_r in bound. lra.
Qed.

(* information.phi-strict : u *)
Theorem phi_pos : forall u, 0 < u -> u <> 1 -> 0 < phi u.
Proof.
  intros u pos apart. unfold phi. pose proof (log_ratio_strict u 1 pos ltac:(lra) apart) as bound.
  unfold Rdiv in bound. rewrite Rinv_1, Rmult_1_r in bound. lra.
Qed.

(* information.kl-by-phi : p q *)
Theorem kl_by_phi : forall p q, 0 < p < 1 -> 0 < q < 1 ->
  kl q p = p * phi (q / p) + (1 - p) * phi ((1 - q) / (1 - p)).
Proof. intros. unfold kl, phi. field. lra. Qed.

(* information.gibbs-binary : p q *)
Theorem gibbs_two : forall p q, 0 < p < 1 -> 0 < q < 1 -> 0 <= kl q p.
Proof.
  intros p q [] []. unfold kl.
  pose proof (log_ratio q p ltac:(lra) ltac:(lra)).
  pose proof (log_ratio (1 - q) (1 - p) ltac:(lra) ltac:(lra)). lra.
Qed.

(* information.gibbs-binary-strict : p q *)
Theorem gibbs_two_strict : forall p q, 0 < p < 1 -> 0 < q < 1 -> q <> p -> 0 < kl q p.
Proof.
  intros p q [] [] apart. unfold kl.
  pose proof (log_ratio_strict q p ltac:(lra) ltac:(lra) apart).
  pose proof (log_ratio (1 - q) (1 - p) ltac:(lra) ltac:(lra)). lra.
Qed.

(** The divergence with every logarithm of a ratio taken apart. *)
Lemma kl_parts : forall q p, 0 < p < 1 -> 0 < q < 1 ->
  kl q p = q * (ln q - ln p) + (1 - q) * (ln (1 - q) - ln (1 - p)).
Proof. intros. unfold kl. rewrite !ln_div by lra. reflexivity. Qed.

(** The cost of coding a [q] coin with the code of a [p] coin is at least its entropy. *)
Lemma cross_entropy_two : forall p q, 0 < p < 1 -> 0 < q < 1 ->
  h q <= - q * ln p - (1 - q) * ln (1 - p).
Proof.
  intros p q hp hq. pose proof (gibbs_two p q hp hq). rewrite kl_parts in H by easy. unfold h. lra.
Qed.

Lemma cross_entropy_two_strict : forall p q, 0 < p < 1 -> 0 < q < 1 -> q <> p ->
  h q < - q * ln p - (1 - q) * ln (1 - p).
Proof.
  intros p q hp hq apart. pose proof (gibbs_two_strict p q hp hq apart).
  rewrite kl_parts in H by easy. unfold h. lra.
Qed.

(* information.bracket : p q *)
Theorem bracket : forall p q, 0 < p < 1 -> 0 < q < 1 ->
  h q - q * ln (1 / p) - (1 - q) * ln (1 / (1 - p)) = - kl q p.
Proof.
  intros p q hp hq. unfold Rdiv at 1 2. rewrite !Rmult_1_l, kl_parts, !ln_recip by lra.
  unfold h. ring.
Qed.

(** ** Finite alphabets: letters [1 .. n], masses [P i] and [Q i] *)

(* information.log-sum : n P Q x u *)
Theorem log_sum : forall n P Q x u,
  (1 <= n)%nat -> (forall i, 0 < P i) -> (forall i, 0 < Q i) -> 0 < x -> 0 < u ->
  x = Sum 1 n P -> u = Sum 1 n Q ->
  x * ln (x / u) <= Sum 1 n (fun i => P i * ln (P i / Q i)).
Proof.
  intros n P Q x u some hP hQ hx hu mass_P mass_Q.
  apply Rle_trans with (Sum 1 n (fun i => ln (x / u) * P i + (P i - x / u * Q i))).
  - rewrite Sum_plus, Sum_minus, !Sum_scale, <- mass_P, <- mass_Q.
    apply Req_le. field. lra.
  - apply Sum_le. intros i _.
    pose proof (log_ratio (P i) (x / u * Q i) (hP i)) as bound.
    assert (0 < x / u) by now apply div_pos.
    assert (0 < x / u * Q i) by (now apply Rmult_lt_0_compat).
    specialize (bound H0).
    rewrite (ln_div (P i) (x / u * Q i)), ln_mult in bound by easy.
    rewrite (ln_div (P i) (Q i)) by easy. lra.
Qed.

(* information.gibbs : n P Q *)
Theorem gibbs : forall n P Q,
  (1 <= n)%nat -> (forall i, 0 < P i) -> (forall i, 0 < Q i) ->
  Sum 1 n P = 1 -> Sum 1 n Q <= 1 ->
  0 <= Sum 1 n (fun i => P i * ln (P i / Q i)).
Proof.
  intros n P Q some hP hQ mass_P mass_Q.
  apply Rle_trans with (Sum 1 n (fun i => P i - Q i)).
  - rewrite Sum_minus. lra.
  - apply Sum_le. intros. now apply log_ratio.
Qed.

(* information.gibbs-strict : n P Q j *)
Theorem gibbs_strict : forall n P Q j,
  (1 <= n)%nat -> (forall i, 0 < P i) -> (forall i, 0 < Q i) ->
  Sum 1 n P = 1 -> Sum 1 n Q <= 1 -> (1 <= j <= n)%nat -> P j <> Q j ->
  0 < Sum 1 n (fun i => P i * ln (P i / Q i)).
Proof.
  intros n P Q j some hP hQ mass_P mass_Q inside apart.
  apply Rle_lt_trans with (Sum 1 n (fun i => P i - Q i)).
  - rewrite Sum_minus. lra.
  - apply (Sum_lt _ _ _ _ j); [intros; now apply log_ratio | easy | now apply log_ratio_strict].
Qed.

(* information.cross-entropy : n P Q *)
Theorem cross_entropy : forall n P Q,
  (1 <= n)%nat -> (forall i, 0 < P i) -> (forall i, 0 < Q i) ->
  Sum 1 n (fun i => - P i * ln (Q i)) =
  Sum 1 n (fun i => - P i * ln (P i)) + Sum 1 n (fun i => P i * ln (P i / Q i)).
Proof.
  intros n P Q some hP hQ. rewrite <- Sum_plus. apply Sum_ext. intros.
  rewrite ln_div by easy. ring.
Qed.

(* information.chain : T Q *)
Theorem chain : forall T Q, (1 <= T)%nat -> (forall t, 0 < Q t) ->
  - ln (Prod 1 T Q) = Sum 1 T (fun t => - ln (Q t)).
Proof. intros T Q some hQ. rewrite ln_Prod, Sum_opp by easy. reflexivity. Qed.

(* information.chain-mean : n m P Q R_ S *)
Theorem chain_mean : forall n m P Q (P' Q' : nat -> nat -> R),
  (1 <= n)%nat -> (1 <= m)%nat ->
  (forall i, 0 < P i) -> (forall i, 0 < Q i) ->
  (forall i j, 0 < P' i j) -> (forall i j, 0 < Q' i j) ->
  (forall i, (1 <= i <= n)%nat -> Sum 1 m (P' i) = 1) ->
  Sum 1 n (fun i => Sum 1 m (fun j => - P i * P' i j * ln (Q i * Q' i j))) =
  Sum 1 n (fun i => - P i * ln (Q i)) +
  Sum 1 n (fun i => P i * Sum 1 m (fun j => - P' i j * ln (Q' i j))).
Proof.
  intros n m P Q P' Q' some_n some_m hP hQ hP' hQ' mass. rewrite <- Sum_plus.
  apply Sum_ext. intros i inside. rewrite <- Sum_scale.
  rewrite <- (Rmult_1_r (- P i * ln (Q i))), <- (mass i inside), <- Sum_scale, <- Sum_plus.
  apply Sum_ext. intros j _. rewrite ln_mult by easy. ring.
Qed.
