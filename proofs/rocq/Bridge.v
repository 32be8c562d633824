(** From generated statements to theorems written by hand, and back.

    The tactics here may rename, rearrange terms and restate bounds on natural
    numbers.  They know nothing of the theory: what they cannot match does not
    pass, and each of them is tried on false twins, where it must fail. *)

From Coq Require Import Reals Lra Lia.
From SkillTheory Require Import Vocabulary Sums Functions.
Open Scope R_scope.

(** ** The generated functions are those of [Vocabulary] *)

Lemma BinaryEntropy_is : forall p, BinaryEntropy p = h p.
Proof. intros. unfold BinaryEntropy, h. ring. Qed.

Lemma KL_is : forall q p, KL q p = kl q p.
Proof. intros. unfold KL, kl. ring. Qed.

Lemma Phi_is : forall u, Phi u = phi u.
Proof. intros. unfold Phi, phi. ring. Qed.

Lemma BinomialTail_is : forall n p t, BinomialTail n p t = tail n p t.
Proof. intros. unfold BinomialTail, tail. apply Sum_ext. intros. ring. Qed.

Lemma Superquantile_is : forall k alpha theta,
  Superquantile k alpha theta = superquantile k alpha theta.
Proof.
  intros. unfold Superquantile, superquantile. f_equal. apply Sum_ext. intros.
  now rewrite BinomialTail_is.
Qed.

Ltac names :=
  repeat rewrite ?BinaryEntropy_is, ?KL_is, ?Phi_is, ?BinomialTail_is, ?Superquantile_is,
    ?Rpower_Ropp, ?pow_INR in *.

(** ** Bounds on natural numbers *)

Lemma one_le_INR : forall n, (1 <= n)%nat -> 1 <= INR n.
Proof. intros. change 1 with (INR 1). now apply le_INR. Qed.

Lemma INR_one_le : forall n, 1 <= INR n -> (1 <= n)%nat.
Proof. intros. apply INR_le. assumption. Qed.

(** [naturals] proves a bound among naturals, or the same bound among their images. *)
Ltac naturals :=
  repeat match goal with
  | H : _ /\ _ |- _ => destruct H
  | H : INR _ <= INR _ |- _ => apply INR_le in H
  | H : INR _ < INR _ |- _ => apply INR_lt in H
  | H : 1 <= INR _ |- _ => apply INR_one_le in H
  end;
  repeat split;
  match goal with
  | |- INR _ <= INR _ => apply le_INR; lia
  | |- INR _ < INR _ => apply lt_INR; lia
  | |- 1 <= INR _ => apply one_le_INR; lia
  | |- 0 <= INR _ => apply pos_INR
  | |- _ => lia
  end.

(** ** Equal events

    [follow] proves one proposition from another by going through their
    quantifiers; what it has to find are witnesses among the naturals at hand. *)

Ltac follow :=
  intros;
  repeat match goal with
  | H : exists _, _ |- _ => destruct H
  | H : _ /\ _ |- _ => destruct H
  end;
  match goal with
  | |- _ /\ _ => split; follow
  | x : nat |- exists _ : nat, _ => exists x; follow
  | |- _ => solve [naturals]
  | |- _ => names; solve [eauto]
  | H : forall _, _ |- _ <= _ => names; apply H; naturals
  end.

(** ** Equal terms

    [same] proves [x = y] by rearranging, also under functions and sums.
    [align H] looks, for each function applied in the goal, for the same
    function in [H] at an equal argument, and writes that argument instead: then
    arithmetic sees one unknown and not two. *)

Ltac nonzero :=
  repeat split;
  first [lra | apply Rgt_not_eq; lra | apply Rgt_not_eq, exp_pos | apply not_0_INR; lia].

(** [ring] does not look beyond powers whose exponent is a variable. *)
Ltac powers :=
  repeat match goal with
  | |- context [?x ^ ?n] =>
      match n with S _ => fail 1 | O => fail 1 | _ => generalize (x ^ n); intros end
  end.

Ltac rearrange :=
  first
    [ reflexivity
    | try unfold Rdiv; ring
    | progress powers; try unfold Rdiv; ring
    | match goal with
      | |- context [_ / _] => field; nonzero
      | |- context [/ _] => field; nonzero
      end ].

Ltac absent_from H t := match type of H with context [t] => fail 1 | _ => idtac end.

Ltac align_one H f :=
  match goal with |- context [f ?y] =>
    absent_from H (f y);
    match type of H with context [f ?x] => replace (f y) with (f x) by (f_equal; rearrange) end
  end.

Ltac align_two H f :=
  match goal with |- context [f ?y ?y'] =>
    absent_from H (f y y');
    match type of H with context [f ?x ?x'] =>
      replace (f y y') with (f x x') by (f_equal; rearrange)
    end
  end.

Ltac align_distance H :=
  match goal with |- context [Rabs ?y] =>
    absent_from H (Rabs y);
    match type of H with context [Rabs ?x] =>
      replace (Rabs y) with (Rabs x) by (first [f_equal; ring | rewrite <- Rabs_Ropp; f_equal; ring])
    end
  end.

Ltac same :=
  first
    [ rearrange
    | match goal with |- _ = ?v =>
        let side := fresh in pose proof (eq_refl v) as side; progress align side; rearrange
      end ]

with align H :=
  repeat first
    [ match goal with W : R -> R |- _ => align_one H W end
    | align_one H ln | align_one H exp | align_one H sqrt | align_distance H
    | align_one H h | align_one H phi | align_two H kl | align_two H Rpower | align_two H pow
    | match goal with |- context [pr _ ?P ?A] =>
        absent_from H (pr _ P A);
        match type of H with context [pr _ P ?B] =>
          replace (pr _ P A) with (pr _ P B) by (apply pr_same; split; follow)
        end
      end
    | match goal with |- context [tail ?n ?p ?t] =>
        absent_from H (tail n p t);
        match type of H with context [tail ?n' ?p' ?t'] =>
          replace (tail n p t) with (tail n' p' t') by (f_equal; rearrange)
        end
      end
    | match goal with |- context [Sum ?a ?b ?f] =>
        absent_from H (Sum a b f);
        match type of H with context [Sum a b ?g] =>
          replace (Sum a b f) with (Sum a b g) by (apply Sum_ext; intros; same)
        end
      end ].

(** ** Equal statements *)

Ltac spelled_out := autounfold with reading in *; cbv beta in *.

(** [restate H] proves the goal if it says what [H] says. *)
Ltac restate H :=
  first
    [ exact H
    | match type of H with _ /\ _ => destruct H; split; restate_part end
    | match type of H with exists _ : R, _ =>
        let x := fresh in destruct H as [x H]; exists x; restate H
      end
    | align H;
      first
        [ lra
        | match goal with |- _ = ?y => match type of H with ?a = ?b =>
            transitivity a; [field; nonzero | transitivity b; [exact H | field; nonzero]]
          end end ] ]
with restate_part := match goal with H : _ |- _ => solve [restate H] end.

(** [settle] proves a premise from what stands in the context. *)
Ltac settle :=
  intros; spelled_out; names;
  first
    [ assumption
    | solve [naturals]
    | lra
    | match goal with |- _ /\ _ => split; settle end
    | match goal with H : ?x <> ?y |- _ <> _ =>
        let equal := fresh in intros equal; apply H; solve [restate equal]
      end
    | match goal with H : _ |- _ => solve [apply H; first [assumption | naturals]] end
    | match goal with H : _ |- _ = _ => solve [rewrite H by settle; names; same] end
    | match goal with H : _ |- _ => solve [restate H] end
    | solve [auto with restating] ].

(** [supply H] discharges the first premise of [H]. *)
Ltac supply H :=
  match type of H with ?A -> _ =>
    let shown := fresh in assert (shown : A) by settle; specialize (H shown); clear shown
  end.

(** [conclude H] discharges every premise of [H], and ends with what it says. What
    needs more than [restate] is added to the base [restating]. *)
Ltac conclude H :=
  spelled_out; names; repeat supply H; first [restate H | solve [auto with restating]].
