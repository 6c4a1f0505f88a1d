using System.Text.Json;

namespace Shield.Core.Findings;

/// <summary>
/// A walk through the elements of a list. A value that is no list is a list of that one: tools that come from XML, and Wazuh, write a list
/// of one element as the element.
/// </summary>
internal struct Elements(bool isList, bool hasOne)
{
    private bool _hasOne = hasOne;

    /// <summary>With the last element read: goes to the next one, and into it where it is an object.</summary>
    public bool Next(ref Utf8JsonReader json)
    {
        if (isList)
        {
            return json.NextElement();
        }

        var had = _hasOne;
        _hasOne = false;
        return had;
    }
}
