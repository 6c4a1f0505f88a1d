using System.Collections.Immutable;
using System.Globalization;

namespace Shield.Hosting.Settings;

/// <summary>Reads one value after the other and collects what is wrong, so that everything wrong is said at once.</summary>
internal sealed class SettingReader
{
    private const StringSplitOptions Parts = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private readonly ImmutableArray<SettingLayer> _layers;
    private readonly ImmutableArray<string>.Builder _faults;

    /// <param name="layers">The weakest first.</param>
    public SettingReader(ImmutableArray<SettingLayer> layers)
        : this(layers, ImmutableArray.CreateBuilder<string>()) { }

    private SettingReader(ImmutableArray<SettingLayer> layers, ImmutableArray<string>.Builder faults) =>
        (_layers, _faults) = (layers, faults);

    public ImmutableArray<string> Faults => _faults.ToImmutable();

    /// <summary>
    /// The numbered sections of a list, such as <c>NeverBlock:Files:0</c>, of the strongest layer that has one; with a reader of that layer
    /// alone.
    /// </summary>
    public (SettingReader Reader, ImmutableArray<string> Sections) Sections(string key)
    {
        var (layer, sections) = _layers
            .Reverse()
            .Select(layer => (layer, Names: NamesBelow(layer, key)))
            .FirstOrDefault(found => !found.Names.IsEmpty || found.layer.Values.GetValueOrDefault(key) is "");
        return layer is null
            ? (this, [])
            : (
                new SettingReader([layer], _faults),
                [.. sections.OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).Select(name => $"{key}:{name}")]
            );
    }

    /// <summary>Of the layers that say this key the strongest, and those above it; all of them where none does.</summary>
    public SettingReader From(string key) =>
        _layers.LastOrDefault(layer => !string.IsNullOrEmpty(layer.Values.GetValueOrDefault(key))) is { } layer
            ? new SettingReader(_layers[_layers.IndexOf(layer)..], _faults)
            : this;

    /// <summary>What stands below a key in any layer, such as the accounts of <c>Policy:Accounts</c>.</summary>
    public ImmutableArray<string> Names(string key) =>
        [.. _layers.SelectMany(layer => NamesBelow(layer, key)).Distinct().Order(StringComparer.Ordinal)];

    public void Fault(string key, string what) => _faults.Add($"{key}: {what}");

    public void RefuseUnknownKeys()
    {
        foreach (var layer in _layers)
        {
            foreach (var key in layer.Values.Keys.Where(key => SettingTable.Find(key) is null).Order(StringComparer.OrdinalIgnoreCase))
            {
                var meant = Meant(key);
                _faults.Add(
                    $"{layer.Spell(key)}: is no setting ({layer.Origin}){(meant is null ? "" : $"; did you mean {layer.Spell(meant)}?")}"
                );
            }
        }
    }

    /// <summary>A section for a key of it or the other way round, or else what is spelled nearly so.</summary>
    private static string? Meant(string key) =>
        SettingTable
            .All.FirstOrDefault(setting =>
                key.StartsWith(setting.Name + ":", StringComparison.OrdinalIgnoreCase)
                || setting.Name.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)
            )
            ?.Name
        ?? NearestName.Of(key, SettingTable.All.Select(setting => setting.Name));

    /// <summary>As it is written in the strongest layer that says it; null where none does.</summary>
    public string? Text(string key) =>
        _layers.Reverse().Select(layer => layer.Values.GetValueOrDefault(key)).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    /// <summary>Empty, and a fault, where no layer says anything.</summary>
    public string Required(ValueSetting<string?> setting, string why)
    {
        if (Value(setting) is { } text)
        {
            return text;
        }

        Fault(setting.Name, why);
        return "";
    }

    /// <summary>The default where no layer says anything; the default and a fault where one says what is no such value.</summary>
    public T Value<T>(ValueSetting<T> setting) => Value(setting, setting.Name);

    /// <inheritdoc cref="Value{T}(ValueSetting{T})"/>
    /// <param name="setting">Whose name holds <c>&lt;n&gt;</c> or <c>&lt;account&gt;</c>.</param>
    /// <param name="key">Its name with a number, or an account, in that place.</param>
    public T Value<T>(ValueSetting<T> setting, string key)
    {
        if (Text(key) is not { } text)
        {
            return setting.Standard;
        }

        var (isFine, value) = setting.Parse(text);
        if (!isFine)
        {
            Fault(key, setting.Form);
        }

        return isFine ? value : setting.Standard;
    }

    /// <summary>The whole list of the strongest layer that has one: lists of two layers are not mixed.</summary>
    public ImmutableArray<T> List<T>(ListSetting<T> setting) => List(setting, setting.Name);

    /// <inheritdoc cref="List{T}(ListSetting{T})"/>
    /// <param name="setting">Whose name holds <c>&lt;n&gt;</c>.</param>
    /// <param name="key">Its name with a number in that place.</param>
    public ImmutableArray<T> List<T>(ListSetting<T> setting, string key)
    {
        var list = ImmutableArray.CreateBuilder<T>();
        foreach (var text in Texts(key).SelectMany(text => setting.TakesCommas ? text.Split(',', Parts) : [text]))
        {
            var (value, fault) = setting.Parse(text);
            if (fault is null)
            {
                list.Add(value);
            }
            else
            {
                Fault(key, fault);
            }
        }

        return list.ToImmutable();
    }

    /// <summary>The same settings as if the layers had ended before the one that gives this list.</summary>
    /// <returns>Null where no weaker layer has one, or none at all.</returns>
    public (SettingLayer Stronger, SettingReader Weaker)? Below(string key)
    {
        var giving = _layers.Where(layer => ListIn(layer, key) is not null || !NamesBelow(layer, key).IsEmpty).ToList();
        return giving is [.., _, var strongest]
            ? (strongest, new SettingReader(_layers[.._layers.IndexOf(strongest)], ImmutableArray.CreateBuilder<string>()))
            : null;
    }

    private ImmutableArray<string> Texts(string key) =>
        _layers.Reverse().Select(layer => ListIn(layer, key)).FirstOrDefault(list => list is not null) ?? [];

    private static ImmutableArray<string> NamesBelow(SettingLayer layer, string key) =>
        [
            .. layer
                .Values.Keys.Where(other => other.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase))
                .Select(other => other[(key.Length + 1)..].Split(':')[0])
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    private static ImmutableArray<string>? ListIn(SettingLayer layer, string key)
    {
        var elements = layer
            .Values.Where(pair =>
                pair.Key.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(pair.Key.AsSpan(key.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            )
            .OrderBy(pair => int.Parse(pair.Key.AsSpan(key.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture))
            .Select(pair => pair.Value)
            .ToImmutableArray();
        return (elements.IsEmpty, layer.Values.GetValueOrDefault(key)) switch
        {
            (false, _) => elements,
            (true, null) => null,
            (true, "") => [],
            (true, { } single) => [single],
        };
    }
}
