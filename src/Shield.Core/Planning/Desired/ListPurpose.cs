using Shield.Core.FindingTypes;

namespace Shield.Core.Planning.Desired;

/// <summary>
/// What a list of ours is for. Names have lists of their own, because a PCE may drop them from deny rules
/// (docs/pce.md#12-names-in-lists).
/// </summary>
public enum ListPurpose
{
    Inbound,
    Outbound,

    /// <summary>Names that we may not reach; made only by <c>init --domains</c>.</summary>
    Domains,
}

public static class ListPurposes
{
    public static ListPurpose ToList(this Direction direction) =>
        direction is Direction.Inbound ? ListPurpose.Inbound : ListPurpose.Outbound;

    /// <summary>In which the list's rule blocks.</summary>
    public static Direction ToDirection(this ListPurpose list) => list is ListPurpose.Inbound ? Direction.Inbound : Direction.Outbound;

    /// <summary>Null for a word that names no list.</summary>
    public static ListPurpose? Find(string word) =>
        word switch
        {
            "inbound" => ListPurpose.Inbound,
            "outbound" => ListPurpose.Outbound,
            "domains" => ListPurpose.Domains,
            _ => null,
        };

    /// <summary>As in marks, names on the PCE, history and JSON.</summary>
    public static string ToWord(this ListPurpose list) =>
        list switch
        {
            ListPurpose.Inbound => "inbound",
            ListPurpose.Outbound => "outbound",
            _ => "domains",
        };
}
