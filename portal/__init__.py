"""The ground floor: the project itself and every room that the others stand on."""
