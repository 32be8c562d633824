(** Domain conditions: what stands under a logarithm is positive, under a
    fraction bar not zero, and natural numbers are subtracted from larger ones. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums Functions Bridge.
Open Scope R_scope.

Lemma below_one : forall x y, 0 < y -> x < y -> x / y < 1.
Proof.
  intros x y pos less. apply (Rmult_lt_reg_r y); [easy |].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

(** What [beta] times exceeds is itself less. *)
Lemma fewer : forall beta m N, 1 < beta -> beta * INR m < N -> INR m < N.
Proof. intros beta m N above below. pose proof (pos_INR m). nra. Qed.

Ltac below := first [lra | eapply fewer; eassumption].

Ltac positive :=
  match goal with
  | |- 0 < INR _ => apply lt_0_INR; solve [naturals]
  | H : forall _, (1 <= _)%nat |- 0 < INR _ => apply lt_0_INR, H
  | |- 0 < _ * _ => apply Rmult_lt_0_compat; positive
  | |- 0 < _ / _ => apply Rdiv_lt_0_compat; positive
  | |- 0 < / _ => apply Rinv_0_lt_compat; positive
  | |- 0 < _ ^ _ => apply pow_lt; positive
  | |- 0 < Rpower _ _ => apply exp_pos
  | |- 0 < exp _ => apply exp_pos
  | |- 0 < sqrt _ => apply sqrt_lt_R0; positive
  | |- 0 < Prod _ _ _ => apply Prod_pos; intros; positive
  | |- 0 < Sum _ _ _ => apply Sum_pos; [lia | intros; positive]
  | |- 0 < _ => solve [lra | nra]
  | |- 0 < 1 - _ / _ => apply Rlt_Rminus, below_one; [positive | below]
  | H : forall _, _ |- 0 < _ => apply H
  | H : forall _, _ |- 0 < _ => apply Rlt_le_trans with 1; [lra | apply H]
  end.

Ltac domain :=
  intros;
  unfold BinaryEntropy_defined, KL_defined, Phi_defined, BinomialTail_defined,
    Superquantile_defined;
  repeat match goal with |- _ /\ _ => split end;
  intros;
  match goal with
  | |- _ => assumption
  | |- _ <> 0 => apply Rgt_not_eq, Rlt_gt; positive
  | |- 0 < _ => positive
  | |- 0 <= _ => apply Rlt_le; positive
  | |- _ => solve [naturals]
  | |- _ => names; solve [eauto with domain]
  end.
