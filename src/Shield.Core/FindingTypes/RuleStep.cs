using System.Collections.Immutable;

namespace Shield.Core.FindingTypes;

/// <summary>What a row can answer.</summary>
public enum RowVerdict
{
    Ignore,
    Hold,
    BlockInbound,
    BlockOutbound,
    BlockBoth,
}

/// <summary>What a step can ask for. A missing role or direction satisfies no condition.</summary>
public enum Condition
{
    /// <summary><c>resourceRole</c>: our resource was attacked.</summary>
    Target,

    /// <summary><c>resourceRole</c>: our resource did it.</summary>
    Actor,

    /// <summary><c>connectionDirection</c>: they came to us.</summary>
    Inbound,

    /// <summary><c>connectionDirection</c>: we went to them.</summary>
    Outbound,

    /// <summary>
    /// An attack sequence's indicator <c>MALICIOUS_IP</c> has this very address among its values. AWS calls that confirmed intelligence
    /// (docs/guardduty.md#8-attack-sequences-and-custom-rules).
    /// </summary>
    MaliciousIp,

    /// <summary>The same of the indicator <c>TOR_IP</c>.</summary>
    TorIp,

    /// <summary>The same of the indicator <c>CRYPTOMINING_IP</c>.</summary>
    CryptominingIp,

    /// <summary>The operator's switch <see cref="PolicySwitches.ApiCallers"/>.</summary>
    ApiCallers,

    /// <summary>The operator's switch <see cref="PolicySwitches.RdsLogins"/>.</summary>
    RdsLogins,
}

/// <summary>One step of a row's rule: a verdict, and all that must be true for it. The first step that fits gives the answer.</summary>
/// <param name="Reason">The reason code of this answer; null for the row's. The victim of a brute force by a host of ours is no attacker,
/// whatever the row is about.</param>
public sealed record RuleStep(RowVerdict Verdict, ImmutableArray<Condition> Conditions, string? Reason = null)
{
    /// <summary>A verdict alone always fits: the only step of a plain row, the last one ("else") of any other.</summary>
    public static implicit operator RuleStep(RowVerdict verdict) => new(verdict, []);

    /// <returns>Null where the step does not fit.</returns>
    public RowVerdict? Answer(Circumstance circumstance, PolicySwitches switches) =>
        !Conditions.All(condition => Fits(condition, circumstance, switches)) ? null
        : Conditions.Any(condition => SwitchOf(condition, switches) is FindingTypes.Verdict.Ignore) ? RowVerdict.Ignore
        : Verdict;

    private static bool Fits(Condition condition, Circumstance circumstance, PolicySwitches switches) =>
        condition switch
        {
            Condition.Target => circumstance.Role is ResourceRole.Target,
            Condition.Actor => circumstance.Role is ResourceRole.Actor,
            Condition.Inbound => circumstance.Direction is ConnectionDirection.Inbound,
            Condition.Outbound => circumstance.Direction is ConnectionDirection.Outbound,
            Condition.MaliciousIp => circumstance.NamedBy.HasFlag(Intelligence.MaliciousIp),
            Condition.TorIp => circumstance.NamedBy.HasFlag(Intelligence.TorIp),
            Condition.CryptominingIp => circumstance.NamedBy.HasFlag(Intelligence.CryptominingIp),
            _ => SwitchOf(condition, switches) is not FindingTypes.Verdict.Hold,
        };

    private static Verdict? SwitchOf(Condition condition, PolicySwitches switches) =>
        condition switch
        {
            Condition.ApiCallers => switches.ApiCallers,
            Condition.RdsLogins => switches.RdsLogins,
            _ => null,
        };
}

/// <summary>
/// So that a rule reads as one says it: <c>[BlockInbound.If(Target, Inbound), Ignore.If(Actor).Because("victim"), Hold]</c>.
/// </summary>
public static class RuleSteps
{
    public static RuleStep If(this RowVerdict verdict, params ImmutableArray<Condition> conditions) => new(verdict, conditions);

    /// <summary>With a reason of its own: <c>Ignore.If(Actor).Because("victim")</c>.</summary>
    public static RuleStep Because(this RuleStep step, string reason) => step with { Reason = reason };

    /// <inheritdoc cref="Because(RuleStep, string)"/>
    public static RuleStep Because(this RowVerdict verdict, string reason) => new(verdict, [], reason);
}
