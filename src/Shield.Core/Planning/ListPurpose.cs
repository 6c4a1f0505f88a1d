using Shield.Core.Evidence;
using Shield.Core.FindingTypes;

namespace Shield.Core.Planning;

/// <summary>What a list of ours is for. Names are kept from addresses: older PCEs drop them from deny rules (pce-api.md 3.3).</summary>
public enum ListPurpose
{
    Inbound,
    Outbound,

    /// <summary>Names that we may not reach; made only by <c>init --domains</c>.</summary>
    Domains,
}

public static class ListPurposes
{
    public static ListPurpose ToList(this Direction direction) => direction is Direction.Inbound ? ListPurpose.Inbound : ListPurpose.Outbound;

    /// <summary>In which the list's rule blocks.</summary>
    public static Direction ToDirection(this ListPurpose list) => list is ListPurpose.Inbound ? Direction.Inbound : Direction.Outbound;

    /// <summary>As in marks, names on the PCE, history and JSON.</summary>
    public static string ToWord(this ListPurpose list) => list switch
    {
        ListPurpose.Inbound => "inbound",
        ListPurpose.Outbound => "outbound",
        _ => "domains",
    };
}
