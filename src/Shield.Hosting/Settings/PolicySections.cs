using System.Collections.Immutable;

namespace Shield.Hosting.Settings;

/// <summary>The sections of the settings that decisions depend on.</summary>
public static class PolicySections
{
    private static readonly ImmutableArray<string> Names = ["Policy", "Limits", "NeverBlock"];

    /// <summary>
    /// The settings as they would be if these sections of the file took the place of those of the settings file and of the stack's
    /// parameters, each as a whole; environment and flags stand above all.
    /// </summary>
    /// <param name="layers">As they are, the weakest first.</param>
    /// <param name="candidate">The other file.</param>
    public static ImmutableArray<SettingLayer> Replace(ImmutableArray<SettingLayer> layers, SettingLayer candidate)
    {
        var given = Names.Where(name => candidate.Values.Keys.Any(key => IsIn(name, key))).ToList();
        return
        [
            .. layers.Where(IsReplaced).Select(layer => layer with { Values = layer.Values.RemoveRange(layer.Values.Keys.Where(IsGiven)) }),
            candidate with
            {
                Values = candidate.Values.RemoveRange(candidate.Values.Keys.Where(key => !IsGiven(key))),
            },
            .. layers.Where(layer => !IsReplaced(layer)),
        ];

        bool IsGiven(string key) => given.Any(name => IsIn(name, key));
    }

    /// <summary>The policy in force: without what flags say of these sections, which is what a trial asks about.</summary>
    public static ImmutableArray<SettingLayer> WithoutFlags(ImmutableArray<SettingLayer> layers) =>
        [
            .. layers.Select(layer =>
                layer.Source is not SettingSource.Flag
                    ? layer
                    : layer with
                    {
                        Values = layer.Values.RemoveRange(layer.Values.Keys.Where(key => Names.Any(name => IsIn(name, key)))),
                    }
            ),
        ];

    private static bool IsReplaced(SettingLayer layer) => layer.Source is SettingSource.Parameter or SettingSource.File;

    private static bool IsIn(string name, string key) => key.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase);
}
