using System.Collections.Immutable;
using System.Reflection;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Tests.Cli.Words;

/// <summary>Every code that the code of Shield can give as a reason.</summary>
internal static class ReasonCodes
{
    /// <summary>Of decisions, and of what keeps an addition back.</summary>
    public static ImmutableArray<string> Constants =>
        [
            .. typeof(ReasonCode)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(constant => constant.IsLiteral)
                .Select(constant => (string)constant.GetRawConstantValue()!),
        ];

    /// <summary>Of a whole plan that is refused.</summary>
    public static ImmutableArray<string> Refusals =>
        [.. Enum.GetValues<PolicyFault>().Where(fault => fault < PolicyFault.UnknownLabel).Select(fault => fault.ToWord())];

    /// <summary>Of an entry on a list that no rule uses as it should.</summary>
    public static ImmutableArray<string> Rules =>
        [
            .. Enum.GetValues<RuleCondition>()
                .Where(condition => condition is not RuleCondition.InForce)
                .Select(condition => $"rule-{condition.ToWord()}"),
        ];
}
