using System.Collections.Immutable;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;

namespace Shield.Operating.Policy;

/// <summary><c>policy show</c>: what is in force, and where each value comes from.</summary>
public static class PolicyListing
{
    public static Answer<ImmutableArray<SettingInForce>> Of(ShieldSettings settings)
    {
        var said = settings.Layers.Select(layer => (Layer: layer, Keys: KeysAndSections(layer))).ToList();
        return new Answer<ImmutableArray<SettingInForce>>(
            [
                .. from value in Values(settings)
                let layers = said.Where(one => one.Keys.Contains(value.Key)).Select(one => one.Layer).ToList()
                let last = layers.LastOrDefault()
                select new SettingInForce(
                    value.Key,
                    value.Text,
                    last?.Source,
                    last is null ? null : PlaceOf(value.Key, last),
                    RemarkOf(value.Key, layers, settings)
                ),
            ],
            ExitCode.Done
        );
    }

    /// <summary>The keys of a layer, and what each stands in: of <c>NeverBlock:Ranges:7</c> also <c>NeverBlock:Ranges</c>.</summary>
    private static HashSet<string> KeysAndSections(SettingLayer layer)
    {
        var all = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in layer.Values.Keys)
        {
            for (var end = key.Length; end > 0 && all.Add(key[..end]); end = key.LastIndexOf(':', end - 1)) { }
        }

        return all;
    }

    private static string? PlaceOf(string key, SettingLayer layer) =>
        layer.Source switch
        {
            SettingSource.Flag => null,
            SettingSource.Environment => layer.Spell(key),
            SettingSource.Parameter or SettingSource.File => layer.Origin,
        };

    /// <summary>
    /// Of a list it is said which weaker place has one too, since its entries do not count: of a single value everybody expects that.
    /// </summary>
    private static string? RemarkOf(string key, List<SettingLayer> layers, ShieldSettings settings)
    {
        var setting = SettingTable.Find(key);
        var warning = settings.Warnings.FirstOrDefault(warning => warning.StartsWith(key + ":", StringComparison.Ordinal));
        return warning
            ?? (
                setting is { IsList: true } or { IsOfSections: true } && layers.Count > 1
                    ? "a list is taken whole from the strongest place that has one; "
                        + $"that of {string.Join(" and ", layers.SkipLast(1).Select(layer => layer.Origin))} does not count"
                    : null
            );
    }

    /// <summary>
    /// In the order of the table of settings. The settings of <c>Policy:Accounts</c> are listed account by account, where the first of them
    /// stands.
    /// </summary>
    private static IEnumerable<(string Key, string Text)> Values(ShieldSettings settings)
    {
        var ofAccounts = SettingTable.All.Where(setting => setting.IsOfAccounts).ToList();
        return SettingTable.All.SelectMany(setting =>
            setting == ofAccounts[0]
                ? from account in settings.Policy.Accounts
                from own in ofAccounts
                let text = own.Shown(account.Value)
                where text is not null
                select (own.KeyFor(account.Key), text)
            : setting.Shown(settings) is { } shown ? [(setting.Name, shown)]
            : []
        );
    }
}
