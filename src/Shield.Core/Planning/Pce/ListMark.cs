using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>How the PCE is made to block: by override-deny rules, or by narrowing allow rules ("Any minus the malicious").</summary>
public enum PceMode
{
    Deny,
    Exclusion,
}

/// <summary>
/// Our mark on a list: <c>external_data_set</c> = <see cref="DataSet"/>, <c>external_data_reference</c> = owner/mode/purpose.
/// Lists are found by it, never by name. The mode is part of a list's identity (law 15).
/// </summary>
public sealed record ListMark(string Owner, PceMode Mode, ListPurpose Purpose)
{
    public const string DataSet = "guardduty-shield";

    /// <summary>False for whatever is not exactly a mark of ours: such a list is somebody else's.</summary>
    public static bool TryParse(string? dataSet, string? reference, [NotNullWhen(true)] out ListMark? mark)
    {
        mark = null;
        if (dataSet != DataSet || reference?.Split('/') is not [{ Length: > 0 } owner, var mode, var purpose])
        {
            return false;
        }

        PceMode? parsedMode = mode switch
        {
            "deny" => PceMode.Deny,
            "exclusion" => PceMode.Exclusion,
            _ => null,
        };
        mark = parsedMode is { } m && ListPurposes.Find(purpose) is { } p ? new ListMark(owner, m, p) : null;
        return mark is not null;
    }

    /// <summary>
    /// What a list of ours always holds, whoever is blocked: in deny mode the sentinel, so that the list is never empty; in exclusion mode
    /// Any, from which the exclusions are taken (law 15). No threat, no orphan, not foreign, in no count.
    /// </summary>
    public ImmutableArray<ListEntry> Fixtures =>
        Mode is PceMode.Deny
            ? [new ListEntry(ListEntry.SentinelRange) { Description = EntryMark.Sentinel(Owner).ToString() }]
            : [.. ListEntry.Any.Select(range => new ListEntry(range) { Description = EntryMark.Base(Owner).ToString() })];

    /// <summary>True for an entry that keeps somebody out: an inclusion of a deny list, an exclusion of an exclusion list.</summary>
    public bool Blocks(ListEntry entry) => entry.IsExclusion == (Mode is PceMode.Exclusion) && !IsFixture(entry);

    /// <summary>True for a block with our mark.</summary>
    public bool IsOurs(ListEntry entry) => Blocks(entry) && entry.Mark?.Owner == Owner;

    /// <summary>The sentinel is known by its mark, since anybody may list a documentation address; Any is Any, whoever wrote it.</summary>
    public bool IsFixture(ListEntry entry) =>
        !entry.IsExclusion
        && (
            Mode is PceMode.Deny
                ? entry.Is(ListEntry.SentinelRange) && entry.Mark is { IsFixture: true } mark && mark.Owner == Owner
                : ListEntry.Any.Any(entry.Is)
        );

    /// <summary>An entry that blocks, in this list's mode.</summary>
    public ListEntry Entry(Indicator what, EntryMark mark) =>
        new(what) { IsExclusion = Mode is PceMode.Exclusion, Description = mark.ToString() };

    /// <summary>The external_data_reference.</summary>
    public override string ToString() => $"{Owner}/{Mode.ToWord()}/{Purpose.ToWord()}";
}

public static class PceModeWords
{
    public static string ToWord(this PceMode mode) => mode is PceMode.Deny ? "deny" : "exclusion";
}
