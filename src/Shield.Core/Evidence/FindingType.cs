using System.Collections.Immutable;
using Shield.Core.Decisions;

namespace Shield.Core.Evidence;

/// <summary>Which part of a finding names its remote parties; AWS's action types.</summary>
public enum Place
{
    Unknown,
    NetworkConnection,
    PortProbe,
}

/// <summary>One row of the table of finding types: who the remote party is, and so what may be done about it.</summary>
/// <param name="Name">As AWS spells it.</param>
/// <param name="Rule">The first step that fits answers; the last one always fits.</param>
/// <param name="Reason">The reason code of every answer of the row.</param>
/// <param name="RemoteParty">For people.</param>
/// <param name="Page">AWS's page of the type; null for a type that the table does not know.</param>
public sealed record FindingType(string Name, Place Place, ImmutableArray<RuleStep> Rule, string Reason, string RemoteParty, Uri? Page)
{
    public const string UnknownReason = "unknown-type";

    public bool IsKnown => Reason is not UnknownReason;

    /// <summary>Nobody has looked at the type yet, so a person should.</summary>
    public static FindingType Unknown(string name) => new(name, Place.Unknown, [RowVerdict.Hold], UnknownReason, "unknown", Page: null);

    /// <summary>What the row says about a party that was seen like this.</summary>
    public TypeAnswer Judge(Circumstance circumstance, PolicySwitches switches)
    {
        var verdict = Rule.Select(step => step.Answer(circumstance, switches)).First(answer => answer is not null);
        return new TypeAnswer
        {
            Reason = Reason,
            Verdict = verdict switch
            {
                RowVerdict.Ignore => Verdict.Ignore,
                RowVerdict.Hold => Verdict.Hold,
                _ => Verdict.Block,
            },
            Directions = verdict switch
            {
                RowVerdict.BlockInbound => Directions.Inbound,
                RowVerdict.BlockOutbound => Directions.Outbound,
                _ => Directions.Both,
            },
        };
    }
}
