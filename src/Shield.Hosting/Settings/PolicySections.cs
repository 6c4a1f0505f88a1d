using System.Collections.Immutable;

namespace Shield.Hosting.Settings;

/// <summary>The sections of the settings that decisions depend on.</summary>
public static class PolicySections
{
    private static readonly ImmutableArray<string> Names = ["Policy", "Limits", "NeverBlock"];

    /// <summary>The settings as they would be if these sections of the file took the place of those of the settings file, each as a whole; environment and flags stand above both.</summary>
    /// <param name="layers">As they are, the weakest first: the settings file.</param>
    /// <param name="candidate">The other file.</param>
    public static ImmutableArray<SettingLayer> Replace(ImmutableArray<SettingLayer> layers, SettingLayer candidate)
    {
        var given = Names.Where(name => candidate.Values.Keys.Any(key => IsIn(name, key))).ToList();
        var kept = layers[0].Values.RemoveRange(layers[0].Values.Keys.Where(key => given.Any(name => IsIn(name, key))));
        var taken = candidate.Values.Where(pair => given.Any(name => IsIn(name, pair.Key)));
        return layers.SetItem(0, layers[0] with { Origin = candidate.Origin, Values = kept.SetItems(taken) });
    }

    private static bool IsIn(string name, string key) => key.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase);
}
