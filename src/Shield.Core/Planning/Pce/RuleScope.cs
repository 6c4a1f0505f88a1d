using System.Collections.Immutable;

namespace Shield.Core.Planning.Pce;

/// <summary>
/// The scope of a rule set on the active policy: sets of labels. A workload is in it that fits one of the sets; no set at all, and an
/// empty one, is all workloads (docs/pce.md#10-rules).
/// </summary>
public sealed record RuleScope(ImmutableArray<ScopeSet> Sets)
{
    public static RuleScope Everywhere { get; } = new([new ScopeSet([])]);

    public bool IsEverywhere => Sets.IsEmpty || Sets.Any(set => set.Labels.IsEmpty);

    /// <summary>Whether it is about the same workloads, by the same labels.</summary>
    public bool IsSameAs(RuleScope other) => Keys().SetEquals(other.Keys());

    /// <param name="labels">Hrefs of all the workload's labels.</param>
    /// <returns>Null where it depends on the members of a label group, which are not read.</returns>
    public bool? Holds(ImmutableArray<string> labels)
    {
        var answers = Sets.Select(set => set.Holds(labels)).ToList();
        return IsEverywhere || answers.Contains(true) ? true
            : answers.Contains(null) ? null
            : false;
    }

    private HashSet<string> Keys() => [.. (Sets.IsEmpty ? Everywhere.Sets : Sets).Select(set => set.Key)];
}

/// <summary>A workload fits it that carries every one of these labels and none of those that are left out.</summary>
public sealed record ScopeSet(ImmutableArray<ScopeLabel> Labels)
{
    internal string Key => string.Join(' ', Labels.Select(label => label.ToString()).Order(StringComparer.Ordinal));

    internal bool? Holds(ImmutableArray<string> labels)
    {
        var answers = Labels.Select(label => label.Holds(labels)).ToList();
        return answers.Contains(false) ? false
            : answers.Contains(null) ? null
            : true;
    }
}

/// <param name="Href">Of a label, or of a group of labels.</param>
/// <param name="IsGroup">Any label of the group fits.</param>
/// <param name="IsLeftOut">A workload fits that does not carry it.</param>
public readonly record struct ScopeLabel(string Href, bool IsGroup, bool IsLeftOut)
{
    internal bool? Holds(ImmutableArray<string> labels) => IsGroup ? null : labels.Contains(Href) != IsLeftOut;
}
