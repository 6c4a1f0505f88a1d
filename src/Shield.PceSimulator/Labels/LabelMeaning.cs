using System.Collections.Immutable;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Labels;

/// <summary>Which labels a choice stands for in one policy, and of which key they are.</summary>
internal sealed class LabelMeaning(Func<PolicyKey, PolicyObject?> policy, LabelBook labels)
{
    public string? KeyOf(LabelChoice choice) => choice is LabelChoice.One one ? labels.Find(one.Label)?.Key : Group(choice)?.LabelKey;

    /// <summary>With the labels of a group's sub-groups; none where the group does not exist.</summary>
    public ImmutableHashSet<long> LabelsOf(LabelChoice choice) =>
        choice is LabelChoice.One one ? [one.Label]
        : Group(choice) is { } group ? [.. group.Labels, .. group.SubGroups.SelectMany(sub => LabelsOf(new LabelChoice.OfGroup(sub)))]
        : [];

    private LabelGroup? Group(LabelChoice choice) => policy(((LabelChoice.OfGroup)choice).Group) as LabelGroup;
}
