using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Operating.Words;

namespace Shield.Operating.History;

/// <summary>The contract's words for events.</summary>
public static class HistoryWords
{
    private const string Reconcile = "reconcile";
    private const string Act = "act";
    private const string RemovedByHand = "removed-by-hand";
    private const string Refusal = "refusal";
    private const string KeptBack = "kept-back";
    private const string RuleChange = "rule-change";
    private const string Restore = "restore";
    private const string Later = "later";

    public static readonly ImmutableArray<string> Kinds = [Reconcile, Act, RemovedByHand, Refusal, KeptBack, RuleChange, Restore, Later];

    public static string KindOf(HistoryEvent happened) =>
        happened switch
        {
            ReconcileEvent => Reconcile,
            ActEvent { Act.Kind: ActKind.RemovedByHand } => RemovedByHand,
            ActEvent => Act,
            RefusalEvent => Refusal,
            KeptBackEvent => KeptBack,
            RuleChangeEvent => RuleChange,
            RestoreEvent => Restore,
            _ => Later,
        };

    public static string ToWord(this EntryFate fate) =>
        fate switch
        {
            EntryFate.Added => "added",
            EntryFate.Ended => "ended",
            EntryFate.Carried => "carried",
            EntryFate.TakenAlong => "taken-along",
            EntryFate.Refused => "refused",
        };

    /// <summary>What was done: of an act its kind, of a reconcile what it came to; null for all others.</summary>
    public static string? WhatOf(HistoryEvent happened) =>
        happened switch
        {
            ReconcileEvent { Outcome: null } => "no-outcome",
            ReconcileEvent => "applied",
            ActEvent act => act.Act.Kind.ToWord(),
            LaterEvent later => later.KindName,
            _ => null,
        };
}
