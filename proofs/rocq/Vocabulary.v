(** The words in which statements are written.

    [Sum], [Prod], [binom], [at_least] and [probability] are used by generated
    statements as well.  The other notions are written down here from the theory
    reference; [Bridge] compares them with what is generated from the library. *)

From Coq Require Import Reals List.
Open Scope R_scope.

(** What generated statements and hand-written theorems are compared with: abbreviations
    to spell out, domain conditions and restatements that need a proof of their own. *)
Create HintDb reading.
Create HintDb domain.
Create HintDb restating.

(** [Sum low high f] is [f low + ... + f high], and 0 if [high < low]. *)
Definition Sum (low high : nat) (f : nat -> R) : R :=
  fold_right Rplus 0 (map f (seq low (S high - low))).

Definition Prod (low high : nat) (f : nat -> R) : R :=
  fold_right Rmult 1 (map f (seq low (S high - low))).

(** Pascal's triangle; 0 where [n < k]. *)
Fixpoint binom (n k : nat) : nat :=
  match n, k with
  | _, O => 1
  | O, S _ => 0
  | S n', S k' => binom n' k' + binom n' k
  end.

(** The indicator of [b <= a]. *)
Definition at_least (a b : R) : R := if Rle_dec b a then 1 else 0.

(** A finitely additive probability: all that the union bound needs. *)
Record probability (Omega : Type) := {
  pr :> (Omega -> Prop) -> R;
  pr_same : forall A B, (forall w, A w <-> B w) -> pr A = pr B;
  pr_nonneg : forall A, 0 <= pr A;
  pr_certain : pr (fun _ => True) = 1;
  pr_either : forall A B,
    (forall w, ~ (A w /\ B w)) -> pr (fun w => A w \/ B w) = pr A + pr B
}.

(** Entropy and divergence of coins, and the function that divergence is a mean of. *)
Definition h (p : R) : R := - p * ln p - (1 - p) * ln (1 - p).
Definition kl (q p : R) : R := q * ln (q / p) + (1 - q) * ln ((1 - q) / (1 - p)).
Definition phi (u : R) : R := u * ln u - u + 1.

(** The chance that [n] coins of bias [p] show at least [t] heads. *)
Definition tail (n : nat) (p t : R) : R :=
  Sum 0 n (fun j => at_least (INR j) t * (INR (binom n j) * p ^ j * (1 - p) ^ (n - j))).

(** The mean of a binomial variable over its largest share [theta]. *)
Definition superquantile (k : nat) (alpha theta : R) : R :=
  Sum 1 k (fun j => Rmin theta (tail k alpha (INR j))) / theta.
