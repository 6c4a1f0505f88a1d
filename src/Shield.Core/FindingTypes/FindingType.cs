using System.Collections.Immutable;

namespace Shield.Core.FindingTypes;

/// <summary>Which part of a finding names its remote parties; AWS's action types.</summary>
/// <remarks>A finding is read wherever it names a party, whatever its row says: the action names the party, the row decides.</remarks>
public enum Place
{
    Unknown,

    /// <summary>It names none: malware scans, and what Runtime Monitoring saw on the host itself.</summary>
    Nowhere,

    NetworkConnection,

    /// <summary>Every one of <c>portProbeDetails</c>.</summary>
    PortProbe,

    /// <summary><c>domain</c> alone, never <c>domainWithSuffix</c>, which can be a whole provider (docs/guardduty.md#7-names).</summary>
    DnsRequest,

    AwsApiCall,
    KubernetesApiCall,
    RdsLoginAttempt,

    /// <summary><c>detection.sequence</c>; only of attack sequences, since custom detection rules share its shape.</summary>
    Sequence,
}

/// <summary>One row of the table of finding types: who the remote party is, and so what may be done about it.</summary>
/// <param name="Name">As AWS spells it.</param>
/// <param name="Rule">The first step that fits answers; the last one always fits.</param>
/// <param name="Reason">The reason code of every answer whose step has none of its own.</param>
/// <param name="RemoteParty">For people.</param>
/// <param name="Page">AWS's page of the type; null for a type that the table does not know.</param>
public sealed record FindingType(string Name, Place Place, ImmutableArray<RuleStep> Rule, string Reason, string RemoteParty, Uri? Page)
{
    public const string UnknownReason = "unknown-type";

    /// <summary>
    /// How the types of attack sequences begin. Custom detection rules share their shape, but their endpoints are our own administrators
    /// (docs/guardduty.md#8-attack-sequences-and-custom-rules).
    /// </summary>
    public const string AttackSequence = "AttackSequence:";

    /// <summary>GuardDuty sends it no more, or under another name; old exports still hold it.</summary>
    public bool IsRetired { get; init; }

    public bool IsKnown => Reason is not UnknownReason;

    /// <summary>Nobody has looked at the type yet, so a person should.</summary>
    public static FindingType Unknown(string name) => new(name, Place.Unknown, [RowVerdict.Hold], UnknownReason, "unknown", Page: null);

    /// <summary>A finding of the type names a party; one that names nobody was written in a way that Shield does not know.</summary>
    public bool NamesAParty =>
        Place is Place.Sequence or Place.Unknown
            ? Name.StartsWith(AttackSequence, StringComparison.OrdinalIgnoreCase)
            : Place is not Place.Nowhere;

    /// <summary>What the row says about a party that was seen like this.</summary>
    public TypeAnswer Judge(Circumstance circumstance, PolicySwitches switches)
    {
        var (step, verdict) = Rule.Select(step => (step, answer: step.Answer(circumstance, switches)))
            .First(answer => answer.answer is not null);
        if (circumstance.IsSideUnclear && verdict is not (RowVerdict.Ignore or RowVerdict.Hold))
        {
            return new TypeAnswer
            {
                Reason = ReasonCode.RoleUnclear,
                Verdict = Verdict.Hold,
                Directions = Directions.Both,
            };
        }

        return new TypeAnswer
        {
            Reason = step.Reason ?? Reason,
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
