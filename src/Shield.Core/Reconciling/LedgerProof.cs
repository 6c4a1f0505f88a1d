using System.Collections.Immutable;
using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

/// <summary>
/// Whether what a ledger holds is what was recorded: history against itself, the acts against the intents that saw them, the baseline
/// against its outcome. It proves
/// nothing about evidence, and nothing to somebody who rewrote all of it consistently: that is what the hashes in the PCE's version
/// history are for.
/// </summary>
public static class LedgerProof
{
    private const int MostNamed = 3;

    /// <summary>For whoever is about to decide from it.</summary>
    /// <exception cref="LedgerException">Something does not fit; the message names the first.</exception>
    public static void ThrowIfEdited(HistoryTail tail, ActChain acts)
    {
        if (Contradictions(tail, acts) is [var first, ..])
        {
            throw new LedgerException(
                $"{first}. The ledger was changed outside Shield, and nothing is decided from it: restore a backup "
                    + "(docs/ledger.md). Until then the PCE stays as it is, and its own console can switch our rules off"
            );
        }
    }

    /// <param name="history">The whole, or a tail as <see cref="ILedgerReader.ReadHistoryAsync"/> gives it.</param>
    /// <param name="acts">Read after the history: acts that were recorded in between do no harm.</param>
    /// <returns>A sentence for each thing that does not fit, without its full stop; oldest record first.</returns>
    public static ImmutableArray<string> Contradictions(HistoryTail history, ActChain acts) =>
        [.. OfRecords(history.Records), .. InActs(history, acts), .. InBaseline(history)];

    /// <param name="history">Read since the beginning of time.</param>
    /// <param name="acts">Read after the history.</param>
    /// <returns>As <see cref="Contradictions"/>, and whether its beginning is missing.</returns>
    public static ImmutableArray<string> ContradictionsOfAll(HistoryTail history, ActChain acts) =>
        [.. InHistory(history), .. InActs(history, acts), .. InBaseline(history)];

    /// <summary>Of the records alone, as <see cref="ContradictionsOfAll"/> gives them.</summary>
    /// <param name="history">Read since the beginning of time.</param>
    public static ImmutableArray<string> InHistory(HistoryTail history) =>
        [
            .. history.Records is [{ Sequence: > 1 and var first }, ..]
                ? [$"history begins with record {first}: those before it are missing"]
                : ImmutableArray<string>.Empty,
            .. OfRecords(history.Records),
        ];

    /// <summary>Of the acts beside the intents that saw them.</summary>
    public static ImmutableArray<string> InActs(HistoryTail history, ActChain acts) =>
        [
            .. from record in history.Records
            where record.Kind is HistoryKind.Intent
            let head = IntentJson.ReadSummary(record).Acts
            where head is not null && !acts.Contains(head)
            select $"history record {record.Sequence} of {record.At:u} saw {head.Sequence} act(s), and the first "
                + $"{head.Sequence} of the ledger's {acts.Head.Sequence} are not those: an act was changed or taken out",
        ];

    /// <summary>Of what is noted as active beside the last outcome.</summary>
    public static ImmutableArray<string> InBaseline(HistoryTail history) => [.. OfBaseline(history)];

    /// <summary>Acts in force that stand beside the chain: they count, and somebody should know. Null where there is none.</summary>
    public static string? DescribeUnlinked(LedgerContent content, DateTimeOffset now)
    {
        ImmutableArray<Act> beside =
        [
            .. content.Acts.Where(act => content.ActChain.Unlinked.Contains(act.Id) && (act.Until is null || act.Until > now)),
        ];
        var named = beside.Take(MostNamed).Select(act => $"{act.Kind} {act.Indicator} of {act.At:u} by {act.Who}, id {act.Id}");
        return beside is []
            ? null
            : $"{beside.Length} act(s) in force stand beside the chain of acts, recorded by an older Shield or put there "
                + "by somebody else: "
                + $"{string.Join("; ", named)}{(beside.Length > MostNamed ? "; …" : "")}";
    }

    private static IEnumerable<string> OfRecords(ImmutableArray<HistoryRecord> records)
    {
        HistoryRecord? previous = null;
        foreach (var record in records)
        {
            if (!record.Follows(previous) || (record.Sequence is 1 && record.PreviousHash is not HistoryRecord.Genesis))
            {
                yield return $"history record {record.Sequence} of {record.At:u} was changed, or does not follow the one before it";
            }

            previous = record;
        }
    }

    private static IEnumerable<string> OfBaseline(HistoryTail history)
    {
        var record = history.Records.LastOrDefault(record => record.Kind is HistoryKind.Outcome);
        switch (record, history.Baseline)
        {
            case (null, null):
                break;
            case (null, { }):
                yield return "the ledger notes what an outcome left active, and its history holds no outcome: its end is missing";
                break;
            case ({ }, null):
                yield return $"what the outcome of history record {record.Sequence} left active is not noted any more";
                break;
            case ({ }, { } baseline) when baseline.OutcomeHash != record.Hash:
                yield return "the ledger notes what another outcome left active than its last one, history record "
                    + $"{record.Sequence} of {record.At:u}: records are missing, or the note was changed";
                break;
            case ({ }, { } baseline) when baseline.Digest() != Outcome.Read(record).ActiveDigest:
                yield return "the entries that the ledger notes as active are not those that history record "
                    + $"{record.Sequence} of {record.At:u} left: the note was changed";
                break;
        }
    }
}
