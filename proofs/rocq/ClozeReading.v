(** Reading the chapter on cloze questions: half the excess is not negative. *)

From Coq Require Import Reals Lra.
From SkillTheory Require Import Vocabulary Sums Functions Bridge Domain Cloze.
Open Scope R_scope.

#[export] Hint Extern 1 (0 <= _) =>
  match goal with
  | whole_P : Sum 1 ?n ?P + Sum 1 ?m ?P' = 1, whole_Q : Sum 1 ?n ?Q + Sum 1 ?m ?Q' = 1 |- _ =>
      let half := fresh in
      assert (half : 0 <= (divergence n P Q + divergence m P' Q') / 2)
        by (apply half_excess; assumption);
      unfold divergence in half; align half; lra
  end : domain.
