using System.Collections.Frozen;
using System.Collections.Immutable;
using Shield.Core.FindingTypes.Rows;

namespace Shield.Core.FindingTypes;

/// <summary>
/// The table of finding types: the one place that says who is bad. AWS states facts, not verdicts; the verdicts are ours, each one read
/// against AWS's page of the type. To teach Shield a type, add a line to its family in <c>Rows/</c> and write docs/findings.md anew.
/// </summary>
/// <remarks>
/// A role or a direction counts only where a row names it: AWS's own samples show <c>TARGET</c> where our host does the attacking
/// (Spambot), so neither decides by itself (docs/guardduty.md#6-who-is-the-attacker).
/// </remarks>
public static class TypeTable
{
    public static ImmutableArray<FindingType> All { get; } =
    [
        .. Ec2Types.Rows,
        .. LambdaTypes.Rows,
        .. RuntimeTypes.Rows,
        .. MalwareTypes.Rows,
        .. IamTypes.Rows,
        .. S3Types.Rows,
        .. KubernetesTypes.Rows,
        .. RdsTypes.Rows,
        .. AttackSequenceTypes.Rows,
        .. CustomRuleTypes.Rows,
    ];

    private static readonly FrozenDictionary<string, FindingType> ByName = All.ToFrozenDictionary(
        row => row.Name,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The row of a type, in the table's spelling: AWS's pages spell some names differently in places.</summary>
    /// <returns><see cref="FindingType.Unknown"/> where there is none.</returns>
    public static FindingType Find(string name) => ByName.GetValueOrDefault(name) ?? FindingType.Unknown(name);

    /// <summary>The name as the table spells it; as it is given where the table does not know it.</summary>
    public static string Spell(ReadOnlySpan<char> name) =>
        ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var row) ? row.Name : name.ToString();
}
