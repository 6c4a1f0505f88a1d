using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Cli.Threats;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;

namespace Shield.Cli.History;

/// <summary>One event in <c>history list</c>.</summary>
internal record HistoryRow
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
internal sealed record HistoryShowAnswer : HistoryRow
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
        Entries = [.. HistoryEntryRow.Of(happened)];
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

/// <param name="Change">
/// <c>added</c>, <c>ended</c>, <c>carried</c> (what an earlier draft of ours held already), <c>taken-along</c> (somebody else's edit that
/// was provisioned with it), or <c>refused</c>.
/// </param>
/// <param name="List"><c>inbound</c>, <c>outbound</c> or <c>domains</c>.</param>
/// <param name="Entry">The party; with a sign where it was carried or taken along, <c>+203.0.113.9</c>.</param>
/// <param name="Why">The reason or the cause; of a refusal the PCE's words.</param>
internal sealed record HistoryEntryRow([property: JsonPropertyOrder(-1)] string Change, string List, string Entry, string? Why)
{
    public static IEnumerable<HistoryEntryRow> Of(HistoryEvent happened) =>
        happened switch
        {
            ReconcileEvent { Intent: var intent } =>
            [
                .. intent.Add.Select(one => Of("added", one, one.Change.EntryText)),
                .. intent.End.Select(one => Of("ended", one, one.Change.EntryText)),
                .. intent.Carried.Select(one => Of("carried", one, one.Change.ToString())),
                .. intent.TakesAlong.SelectMany(list =>
                    list.Edits.Words.Select(word => new HistoryEntryRow("taken-along", list.List.ToWord(), word, null))
                ),
            ],
            RefusalEvent { Refusal: var refusal } => refusal
                .Rejected.Concat(refusal.Unsearched ?? [])
                .Select(one => new HistoryEntryRow("refused", one.List.ToWord(), one.Entry.ToString(), one.Why)),
            _ => [],
        };

    private static HistoryEntryRow Of(string change, IntendedChange one, string entry) =>
        new(change, one.Change.List.ToWord(), entry, one.Why);
}

/// <summary>Hrefs of the PCE's draft.</summary>
internal sealed record RuleChangeRow(string Rule, string RuleSet, string List, string From, string To);
