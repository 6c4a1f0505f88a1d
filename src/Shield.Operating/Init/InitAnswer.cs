using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Operating.Answers;
using Shield.Operating.Plans;

namespace Shield.Operating.Init;

/// <summary>Of <c>init</c>.</summary>
public sealed record InitAnswer
{
    public required string Owner { get; init; }

    public required string Mode { get; init; }

    /// <summary>False: it was only shown.</summary>
    public required bool Applied { get; init; }

    /// <summary>What is missing, or was made.</summary>
    public required ImmutableArray<string> Create { get; init; }

    /// <summary>What was there already and is left as it is.</summary>
    public required ImmutableArray<string> Present { get; init; }

    /// <summary>What goes, or went: of the other mode after a migration, or what was made for names.</summary>
    public required ImmutableArray<string> Remove { get; init; }

    /// <summary>Exclusion mode: the allow rules that use Any or a list of ours, and what is done to them.</summary>
    public required ImmutableArray<InitRuleRow> Rules { get; init; }

    public required bool Provision { get; init; }

    public required long? PolicyVersion { get; init; }

    /// <summary>What somebody should know and init leaves alone.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>How to stop all blocking in the PCE's own console, without Shield.</summary>
    public required string BreakGlass { get; init; }

    public required RefusalRow? Refused { get; init; }
}

/// <param name="Rule">Its href: what <c>--rule</c> takes.</param>
/// <param name="Direction">The direction in which a list there blocks.</param>
/// <param name="Uses"><c>any</c>, <c>ours</c> or <c>both</c>.</param>
/// <param name="Enabled">The rule and its rule set.</param>
/// <param name="Change"><c>narrow</c>: ours takes the place of Any; <c>widen</c>: Any takes the place of ours; null: left as it is.</param>
public sealed record InitRuleRow(
    string Rule,
    string RuleSet,
    string Description,
    string Direction,
    [property: JsonConverter(typeof(RuleUseJson))] RuleUse Uses,
    bool Enabled,
    [property: JsonConverter(typeof(RuleEditJson))] RuleEdit? Change
);

/// <summary>Whom a rule of others names where ours would stand.</summary>
public enum RuleUse
{
    Any,
    Ours,
    Both,
}

/// <summary>What is done to a rule of others.</summary>
public enum RuleEdit
{
    /// <summary>Our list takes the place of Any.</summary>
    Narrow,

    /// <summary>Any takes the place of our list.</summary>
    Widen,
}

public static class InitRuleWords
{
    public static string ToWord(this RuleUse use) =>
        use switch
        {
            RuleUse.Any => "any",
            RuleUse.Ours => "ours",
            RuleUse.Both => "both",
        };

    public static string ToWord(this RuleEdit edit) =>
        edit switch
        {
            RuleEdit.Narrow => "narrow",
            RuleEdit.Widen => "widen",
        };
}

public sealed class RuleUseJson() : WordJson<RuleUse>(use => use.ToWord());

public sealed class RuleEditJson() : WordJson<RuleEdit>(edit => edit.ToWord());
