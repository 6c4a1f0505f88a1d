using System.Collections.Immutable;

namespace Shield.Core.FindingTypes.Rows;

/// <summary>Writes one row of the table in one line.</summary>
internal static class TableRow
{
    public static FindingType Row(string name, Place place, ImmutableArray<RuleStep> rule, string reason, string page, string remoteParty) =>
        new(name, place, rule, reason, remoteParty, new Uri($"https://docs.aws.amazon.com/guardduty/latest/ug/{page}.html"));

    /// <summary>A type that GuardDuty sends no more, or sends under another name.</summary>
    public static FindingType Old(string name, Place place, ImmutableArray<RuleStep> rule, string reason, string page, string remoteParty) =>
        Row(name, place, rule, reason, page, remoteParty) with { IsRetired = true };
}
