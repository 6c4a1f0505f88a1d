using Shield.Moto;

[assembly: AssemblyFixture(typeof(MotoServer))]
