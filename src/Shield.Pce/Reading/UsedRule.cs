using Shield.Pce.Wire;

namespace Shield.Pce.Reading;

/// <summary>Somebody's rule with the rule set that it stands in: both must be enabled.</summary>
internal sealed record UsedRule(AnyRuleSetWire Set, AnyRuleWire Rule)
{
    public bool IsEnabled => Set.Enabled && Rule.Enabled is true;

    public bool IsSurelyOff => !Set.Enabled || Rule.Enabled is false;

    public override string ToString() =>
        $"{(string.IsNullOrEmpty(Rule.Description) ? "a rule" : $"'{Rule.Description}'")} of rule set '{Set.Name}' "
        + $"({WireText.ToDraft(Rule.Href)})";
}
