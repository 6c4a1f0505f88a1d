using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;
using Shield.Operating.Threats;

namespace Shield.Operating.History;

/// <summary>One event in <c>history list</c>.</summary>
public record HistoryRow
{
    /// <summary>For <c>history show</c>: the number of a record, or the id of an act.</summary>
    public string Id { get; }

    public DateTimeOffset At { get; }

    public string Kind { get; }

    /// <summary>Of an act <c>block</c>, <c>unblock</c> …; of a reconcile <c>applied</c> or <c>no-outcome</c>.</summary>
    public string? What { get; }

    public string? Who { get; }

    /// <summary>Of an act: what it is about.</summary>
    public string? Indicator { get; }

    /// <summary>Of an act: the reason that was given.</summary>
    public string? Why { get; }

    /// <summary>Of a reconcile: how many entries began.</summary>
    public int? Added { get; }

    /// <summary>Of a reconcile: how many ended.</summary>
    public int? Ended { get; }

    /// <summary>How many entries the PCE refused, or were kept back.</summary>
    public int? Waiting { get; }

    /// <summary>The version of the PCE's policy that made it active.</summary>
    public long? PolicyVersion { get; }

    public HistoryRow(HistoryEvent happened)
    {
        var (act, reconcile) = ((happened as ActEvent)?.Act, happened as ReconcileEvent);
        Id = happened.Id;
        At = happened.At;
        Kind = HistoryWords.KindOf(happened);
        What = HistoryWords.WhatOf(happened);
        Who = happened.Who;
        Indicator = act?.Indicator?.ToString();
        Why = act?.Why;
        Added = reconcile?.Intent.Add.Length;
        Ended = reconcile?.Intent.End.Length;
        Waiting = happened switch
        {
            RefusalEvent refusal => refusal.Parties.Count(),
            KeptBackEvent keptBack => keptBack.Note.Count,
            _ => null,
        };
        PolicyVersion = reconcile?.Outcome?.PolicyVersion;
    }
}

/// <summary><c>history show</c>: the same with all that it was about.</summary>
public sealed record HistoryShowAnswer : HistoryRow
{
    public ImmutableArray<HistoryEntryRow> Entries { get; }

    /// <summary>Of an act; null for all others.</summary>
    public ListedActRow? Act { get; init; }

    /// <summary>Of a change of somebody's rule: which, and what stood in the place of what.</summary>
    public RuleChangeRow? Rule { get; }

    /// <summary>Of a reconcile: of the plan that it applied.</summary>
    public string? Fingerprint { get; }

    public HistoryShowAnswer(HistoryEvent happened)
        : base(happened)
    {
        Entries = [.. HistoryEntry.Of(happened).Select(HistoryEntryRow.Of)];
        Rule = happened is RuleChangeEvent { Change: var change }
            ? new RuleChangeRow(change.Rule, change.RuleSet, change.List, change.From, change.To)
            : null;
        Fingerprint = happened switch
        {
            ReconcileEvent reconcile => reconcile.Intent.Fingerprint,
            KeptBackEvent keptBack => keptBack.Note.Fingerprint,
            _ => null,
        };
    }
}

/// <summary>A <see cref="HistoryEntry"/>.</summary>
public sealed record HistoryEntryRow([property: JsonPropertyOrder(-1)] string Change, string List, string Entry, string? Why)
{
    public static HistoryEntryRow Of(HistoryEntry entry) => new(entry.Fate.ToWord(), entry.List.ToWord(), entry.Text, entry.Why);
}

/// <summary>Hrefs of the PCE's draft.</summary>
public sealed record RuleChangeRow(string Rule, string RuleSet, string List, string From, string To);
