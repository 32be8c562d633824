(** Unequal skills: any measure on the skills. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums Information Distances Probability Estimates.
Open Scope R_scope.

(** [e w N1 k n y j l] counts the edges from the [y]-th set of [n] pieces to the [l]-th skill of
    the [j]-th set, which has [s j] skills of masses [mu j l]. *)
Definition heavy_mass (mu : nat -> nat -> R) (s : nat -> nat) (j : nat) : R :=
  Sum 1 (s j) (fun l => mu j l).

Definition heavy_mixing {Omega} (P : probability Omega)
  (e : Omega -> nat -> nat -> nat -> nat -> nat -> nat -> nat) mu s : Prop :=
  forall N1 j k n y z,
  (1 <= N1)%nat -> (1 <= j)%nat -> (1 <= k)%nat -> (1 <= n)%nat -> (1 <= y)%nat -> (n <= N1)%nat ->
  P (fun w => z <= Sum 1 (s j) (fun l => INR (e w N1 k n y j l))) =
  tail (k * n) (heavy_mass mu s j) z.

(** Some set of [n] pieces leaves every skill of one of [J] sets lost. *)
Definition heavy_lost {Omega} (e : Omega -> nat -> nat -> nat -> nat -> nat -> nat -> nat)
  (mu : nat -> nat -> R) (s : nat -> nat) (J N1 k n : nat) (beta : R) (w : Omega) : Prop :=
  exists y, (1 <= y <= binom N1 n)%nat /\
  exists j, (1 <= j <= J)%nat /\
  forall l, (1 <= l <= s j)%nat -> beta * INR k * INR n * mu j l <= INR (e w N1 k n y j l).

#[export] Hint Unfold heavy_mass heavy_mixing heavy_lost : reading.

(* measure.failure given measure.mixing : Omega pr e_mu mu s J N_1 N_2 alpha beta k n *)
Theorem failure : forall Omega (P : probability Omega) e mu s J N1 N2 alpha beta k n,
  heavy_mixing P e mu s -> (forall j l, 0 < mu j l < 1) -> (forall j, (1 <= s j)%nat) ->
  (1 <= J)%nat -> (1 <= N1)%nat -> (1 <= N2)%nat -> 0 < alpha < 1 -> 1 < beta ->
  (1 <= k)%nat -> (1 <= n)%nat -> INR n < INR N1 -> INR J <= 2 ^ N2 -> alpha * beta < 1 ->
  (forall j, (1 <= j <= J)%nat -> alpha <= heavy_mass mu s j /\ heavy_mass mu s j < 1) ->
  P (heavy_lost e mu s J N1 k n beta) <=
  exp (INR N1 * h (INR n / INR N1) + INR N2 * ln 2 - INR k * INR n * kl (alpha * beta) alpha).
Proof.
  intros Omega P e mu s J N1 N2 alpha beta k n mixed hmu hs hJ hN1 hN2 ha hb hk hn fewer sets
    below heavy.
  set (chance := exp (- INR (k * n) * kl (alpha * beta) alpha)).
  assert (fits : (n <= N1)%nat) by (apply INR_le; lra).
  assert (one_choice : forall y j, (1 <= y)%nat -> (1 <= j <= J)%nat ->
    P (fun w => forall l, (1 <= l <= s j)%nat ->
      beta * INR k * INR n * mu j l <= INR (e w N1 k n y j l)) <= chance).
  { intros y j hy inside. destruct (heavy j inside) as [low high].
    apply Rle_trans with (tail (k * n) (heavy_mass mu s j) (INR (k * n) * heavy_mass mu s j * beta)).
    - rewrite <- (mixed N1 j k n y) by (easy || lia). apply pr_mono. intros w all.
      replace (INR (k * n) * heavy_mass mu s j * beta)
        with (Sum 1 (s j) (fun l => beta * INR k * INR n * mu j l)).
      + apply Sum_le. intros l range. now apply all.
      + rewrite (Sum_scale 1 (s j) (beta * INR k * INR n) (fun l => mu j l)), mult_INR.
        unfold heavy_mass. ring.
    - apply heavier; try easy; [apply Nat.mul_pos_pos; lia | lra]. }
  eapply Rle_trans; [apply union_bound |].
  apply Rle_trans with (Sum 1 (binom N1 n) (fun _ => INR J * chance)).
  - apply Sum_le. intros y inside. eapply Rle_trans; [apply union_bound |].
    apply Rle_trans with (Sum 1 J (fun _ => chance)).
    + apply Sum_le. intros j inside'. apply one_choice; lia.
    + rewrite Sum_const. apply Req_le. do 2 f_equal. lia.
  - rewrite Sum_const. replace (S (binom N1 n) - 1)%nat with (binom N1 n) by lia.
    unfold Rminus. rewrite !exp_plus, Rmult_assoc.
    apply Rmult_le_compat; [apply pos_INR | | now apply binomial_estimate |].
    + apply Rmult_le_pos; [apply pos_INR | apply Rlt_le, exp_pos].
    + apply Rmult_le_compat; [apply pos_INR | apply Rlt_le, exp_pos | |].
      * rewrite exp_ln_pow by lra. exact sets.
      * unfold chance. rewrite mult_INR. apply Req_le. f_equal. ring.
Qed.
