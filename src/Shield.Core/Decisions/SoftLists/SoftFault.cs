namespace Shield.Core.Decisions.SoftLists;

/// <summary>What is wrong with a list, and where. Does not leave the readers of lists: there is no list with a fault in it.</summary>
internal sealed class SoftFault(string place, string what) : Exception($"{place}: {what}");
