using System.Diagnostics.CodeAnalysis;
using Shield.Core.Evidence;

namespace Shield.Core.Planning;

/// <summary>How the PCE is made to block: by override-deny rules, or by narrowing allow rules ("Any minus the malicious").</summary>
public enum PceMode
{
    Deny,
    Exclusion,
}

/// <summary>What a list of ours is for.</summary>
public enum ListPurpose
{
    Inbound,
    Outbound,
    Domains,
}

/// <summary>
/// Our mark on a list: <c>external_data_set</c> = <see cref="DataSet"/>, <c>external_data_reference</c> = owner/mode/purpose.
/// Lists are found by it, never by name. The mode is part of a list's identity (law 15).
/// </summary>
public sealed record ListMark(string Owner, PceMode Mode, ListPurpose Purpose)
{
    public const string DataSet = "guardduty-shield";

    public static ListMark For(string owner, PceMode mode, Direction direction) =>
        new(owner, mode, direction is Direction.Inbound ? ListPurpose.Inbound : ListPurpose.Outbound);

    /// <summary>False for whatever is not exactly a mark of ours: such a list is somebody else's.</summary>
    public static bool TryParse(string? dataSet, string? reference, [NotNullWhen(true)] out ListMark? mark)
    {
        mark = null;
        if (dataSet != DataSet || reference?.Split('/') is not [{ Length: > 0 } owner, var mode, var purpose])
        {
            return false;
        }

        PceMode? parsedMode = mode switch { "deny" => PceMode.Deny, "exclusion" => PceMode.Exclusion, _ => null };
        ListPurpose? parsedPurpose = purpose switch
        {
            "inbound" => ListPurpose.Inbound,
            "outbound" => ListPurpose.Outbound,
            "domains" => ListPurpose.Domains,
            _ => null,
        };
        mark = parsedMode is { } m && parsedPurpose is { } p ? new ListMark(owner, m, p) : null;
        return mark is not null;
    }

    /// <summary>The external_data_reference.</summary>
    public override string ToString() => $"{Owner}/{Mode.ToWord()}/{PurposeWord}";

    private string PurposeWord => Purpose switch
    {
        ListPurpose.Inbound => "inbound",
        ListPurpose.Outbound => "outbound",
        _ => "domains",
    };
}

public static class PceModeWords
{
    public static string ToWord(this PceMode mode) => mode is PceMode.Deny ? "deny" : "exclusion";
}
